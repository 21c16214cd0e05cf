# SPDX-License-Identifier: Apache-2.0
"""The text that a search looks through: codes and names as written, and how one types Chinese ones."""

from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin
from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.sql.elements import SQLCoreOperations

MOST_WORDS = 8


def initials_of(name: str) -> str:
    """First letters of the syllables: 外径超差 → wjcc. Latin letters and digits stay."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")


def search_text(texts: Iterable[str]) -> str:
    words: dict[str, None] = {}
    for text in texts:
        words[text.lower()] = None
        if not text.isascii():
            words[initials_of(text)] = None
            words["".join(lazy_pinyin(text)).lower()] = None
    return "\n".join(words)


def matches(column: SQLCoreOperations[str], wanted: str) -> ColumnElement[bool]:
    """Each word of what somebody typed occurs somewhere."""
    words = wanted.lower().split()[:MOST_WORDS]
    return and_(true(), *(column.contains(word, autoescape=True) for word in words))
