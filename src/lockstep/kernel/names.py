# SPDX-License-Identifier: Apache-2.0
"""Names in several languages: `{"zh-CN": …, "zh-TW": …, "en": …}`, at least one present."""

from collections.abc import Mapping

FALLBACK = ("zh-CN", "zh-TW", "en")


def local_name(names: Mapping[str, str], locale: str) -> str:
    """A name in the reader's language, else in the nearest one there is."""
    for wanted in (locale, *FALLBACK):
        if names.get(wanted):
            return names[wanted]
    return next(iter(names.values()), "")
