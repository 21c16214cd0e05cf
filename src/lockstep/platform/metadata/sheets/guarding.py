# SPDX-License-Identifier: Apache-2.0
"""Texts that a spreadsheet would run as a formula."""

from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(value: Any) -> Any:
    """Led by an apostrophe, it is only read."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def unguarded(text: str) -> str:
    """As it was before: a sheet that came from here says the same when it is sent back."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
