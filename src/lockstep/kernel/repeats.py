# SPDX-License-Identifier: Apache-2.0
from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def first_repeated(keys: Iterable[Key]) -> Key | None:
    """The first key that stands there a second time."""
    seen: set[Key] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None
