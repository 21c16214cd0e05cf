# SPDX-License-Identifier: Apache-2.0
"""Files as people have them: encodings, separators, workbooks, and what must not bring the server down."""

import io
import zipfile
from datetime import date, time
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lockstep.kernel.errors import LockstepError
from lockstep.platform.metadata.sheets import reading
from lockstep.platform.metadata.sheets.errors import EmptySheet, SheetTooLarge, UnreadableSheet
from lockstep.platform.metadata.sheets.reading import read_sheet

SIMPLIFIED = "编码,名称,单位\nP-1,电机转子总成,件\nP-2,外壳与端盖组件,个\n"
TRADITIONAL = "編碼,名稱,單位\nP-1,電機轉子總成,件\nP-2,外殼與端蓋組件,個\n"


def workbook(rows: list[list[Any]], merge: str | None = None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        clock = book.add_format({"num_format": "hh:mm"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                style = {date: day, time: clock}.get(type(cell))
                sheet.write(number, place, cell, *([style] if style else []))
        if merge:
            sheet.merge_range(merge, "merged")
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_simplified_chinese_in_any_encoding(encoding: str) -> None:
    sheet = read_sheet(SIMPLIFIED.encode(encoding))
    assert sheet.headings == ["编码", "名称", "单位"]
    assert sheet.rows[1] == ["P-2", "外壳与端盖组件", "个"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5"])
def test_traditional_chinese_in_any_encoding(encoding: str) -> None:
    assert read_sheet(TRADITIONAL.encode(encoding)).rows[0] == ["P-1", "電機轉子總成", "件"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_separator(delimiter: str) -> None:
    assert read_sheet(f"a{delimiter}b\n1{delimiter}2\n".encode()).rows == [["1", "2"]]


def test_quotes_blank_lines_and_short_rows() -> None:
    sheet = read_sheet(b'\n\na,b,c\n"x, y",2\n\n  ,,\n1,2,3,4\n\n')
    assert (sheet.headings, sheet.first_row) == (["a", "b", "c"], 4)
    assert sheet.rows[0] == ["x, y", "2", None]
    assert sheet.rows[-1] == ["1", "2", "3"]


def test_a_workbook_with_numbers_dates_merged_cells_and_formulas() -> None:
    rows = [["code", "qty", "day", "at"], [1001, 2.5, date(2026, 11, 20), time(8, 30)], ["=1+1", None, None, None]]
    sheet = read_sheet(workbook(rows, merge="A4:C4"))
    assert sheet.rows[0] == [1001.0, 2.5, date(2026, 11, 20), time(8, 30)]
    assert sheet.rows[2] == ["merged", None, None, None]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"a,b\n", b"a,b\n,\n"])
def test_nothing_below_the_headings(content: bytes) -> None:
    with pytest.raises(EmptySheet):
        read_sheet(content)


def test_a_truncated_or_foreign_file() -> None:
    whole = workbook([["a"], ["b"]])
    for content in (whole[: len(whole) // 2], b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"x" * 600, b"\x89PNG\x00\x01,\n1"):
        with pytest.raises((UnreadableSheet, EmptySheet)):
            read_sheet(content)


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(SheetTooLarge):
        read_sheet(b"a\n1\n2\n3\n")
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 100_000)
    with pytest.raises(SheetTooLarge):
        read_sheet(bomb.getvalue())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_no_file_brings_the_server_down(content: bytes) -> None:
    try:
        sheet = read_sheet(content)
    except LockstepError:
        return
    assert all(len(row) == len(sheet.headings) for row in sheet.rows)
