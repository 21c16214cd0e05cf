# SPDX-License-Identifier: Apache-2.0
"""A file of any common kind as headings and rows of cells. Nothing of it is trusted."""

import csv
import io
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from lockstep.platform.metadata.sheets.errors import EmptySheet, SheetTooLarge, UnreadableSheet
from lockstep.platform.metadata.sheets.guarding import unguarded

MEGABYTE = 1024 * 1024
MOST_MEGABYTES, MOST_ROWS, MOST_COLUMNS = 50, 200_000, 300
MOST_UNPACKED = 500 * MEGABYTE
LONGEST_CELL = 5_000
DELIMITERS = ",;\t|"

Cell = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are as wide as the headings; `first_row` is the number of the first of them in the file."""

    headings: list[str]
    rows: list[list[Cell]]
    first_row: int


def read_sheet(content: bytes) -> Sheet:
    if len(content) > MOST_MEGABYTES * MEGABYTE:
        raise SheetTooLarge(megabytes=MOST_MEGABYTES, rows=MOST_ROWS)
    table = _workbook(content) if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else _text_table(content)
    return _sheet(table)


def _sheet(table: list[list[Any]]) -> Sheet:
    start = next((place for place, row in enumerate(table) if any(_said(cell) for cell in row)), None)
    if start is None:
        raise EmptySheet
    headings = [str(cell or "").strip() for cell in table[start]]
    while headings and not headings[-1]:
        headings.pop()
    width = len(headings)
    rows = [[_cell(cell) for cell in row[:width]] + [None] * (width - len(row)) for row in table[start + 1 :]]
    while rows and not any(_said(cell) for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise EmptySheet
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise SheetTooLarge(megabytes=MOST_MEGABYTES, rows=MOST_ROWS)
    return Sheet(headings, rows, start + 2)


def _said(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _cell(cell: Any) -> Cell:
    if isinstance(cell, str):
        return unguarded(cell.strip())[:LONGEST_CELL] or None
    return cell if isinstance(cell, bool | int | float | datetime | date | time | timedelta) else None


def _workbook(content: bytes) -> list[list[Any]]:
    """The first sheet that is seen. The figures of formulas are those that were stored with the file."""
    _refuse_bomb(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = book.sheet_names
            if not names:
                raise EmptySheet
            return book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableSheet(detail=type(error).__name__) from None


def _refuse_bomb(content: bytes) -> None:
    if content[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise UnreadableSheet(detail="zip") from None
    if unpacked > MOST_UNPACKED:
        raise SheetTooLarge(megabytes=MOST_MEGABYTES, rows=MOST_ROWS)


def _text_table(content: bytes) -> list[list[Any]]:
    text = decoded(content)
    if "\x00" in text:
        raise UnreadableSheet(detail="binary")
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableSheet(detail=str(error)) from None


def decoded(content: bytes) -> str:
    """UTF-8 where it is; else GBK or Big5, whichever makes the more common characters."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _strictly(content, "utf-16")
    if content.startswith(BOM_UTF8):
        return _strictly(content, "utf-8-sig")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "gb18030" if _share_common(content, _GBK) > _share_common(content, _BIG5) else "big5")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableSheet(detail=encoding) from None


_GBK = ((0xB0, 0xD7), ((0xA1, 0xFE),))
_BIG5 = ((0xA4, 0xC6), ((0x40, 0x7E), (0xA1, 0xFE)))
"""Lead and trail bytes of the common characters: level 1 of GB 2312 and of Big5."""


def _share_common(content: bytes, common: Any) -> float:
    """Of all pairs of bytes beyond ASCII, how many are common characters."""
    (low, high), trails = common
    pairs = hits = place = 0
    while place < len(content) - 1:
        if content[place] < 0x80:
            place += 1
            continue
        lead, trail = content[place], content[place + 1]
        pairs += 1
        hits += low <= lead <= high and any(first <= trail <= last for first, last in trails)
        place += 2
    return hits / pairs if pairs else 0.0
