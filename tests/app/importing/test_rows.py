# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lockstep.app.importing.mapping import Mapping
from lockstep.app.importing.outcome import CannotRead
from lockstep.app.importing.reading import Record, open_log
from lockstep.app.importing.rows import Refused, Row, RowReader, code_of
from lockstep.kernel.qty import pieces
from tests.app.importing.logs import HEADER, mapping, row, write_log


def records(path: Path, known: Mapping | None = None) -> list[Record]:
    with open_log(path, known or mapping()) as found:
        return list(found)


def read(tmp_path: Path, text: str, known: Mapping | None = None) -> Row:
    known = known or mapping()
    (record,) = records(write_log(tmp_path, text), known)
    return RowReader(known).read(record)


def refused(tmp_path: Path, text: str, known: Mapping | None = None) -> str:
    with pytest.raises(Refused) as caught:
        read(tmp_path, text, known)
    return caught.value.found.code


def doubts(tmp_path: Path, text: str) -> list[str]:
    return [found.code for found in read(tmp_path, text).doubts]


def test_a_row_says_what_was_done(tmp_path: Path) -> None:
    found = read(tmp_path, row(good=8, bad=1, review=2))
    assert (found.order, found.activity, found.resource, found.person) == ("W1", "Turn", "M1", "Ann")
    assert (found.good, found.ng, found.pieces) == (pieces(8), (pieces(1), pieces(2)), pieces(11))
    assert found.order_quantity == pieces(10)
    assert found.started == datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
    assert found.ended == datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    assert found.doubts == []


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    quoted = row(good=1).replace("Turn", '"Turn\nand mill"')
    path = write_log(tmp_path, row(good=1), "", quoted, row(good=2))
    assert [record.line for record in records(path)] == [2, 4, 6]
    assert records(path)[1].cells["Step"] == "Turn and mill"


def test_headers_may_differ_in_case_and_spaces(tmp_path: Path) -> None:
    path = write_log(tmp_path, row(good=1), header=HEADER.replace("Ordered", " ORDERED ").replace("Step", "step"))
    assert records(path)[0].cells["Ordered"] == "10"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (HEADER.replace("Who", "Whom"), "columns_missing"),
        (HEADER.replace("Spent", "who"), "columns_missing"),
        (HEADER + ",Good", "columns_twice"),
        ("", "not_csv"),
        ("PK\x03\x04\x14\x00\x06", "columns_missing"),
    ],
)
def test_a_file_without_its_columns_is_not_opened(tmp_path: Path, header: str, code: str) -> None:
    with pytest.raises(CannotRead) as caught:
        records(write_log(tmp_path, row(good=1), header=header))
    assert caught.value.code == code


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CannotRead) as caught:
            records(path)
        assert caught.value.code == "file_missing"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (row(good="x"), "unreadable_number"),
        (row(good="1_000"), "unreadable_number"),
        (row(good="NaN"), "unreadable_number"),
        (row(good="0.00001"), "unreadable_number"),
        (row(good="999999999999999"), "unreadable_number"),
        (row(good=5, bad=-1), "negative_quantity"),
        (row(good=5, end="25:00"), "unreadable_time"),
        (row(good=5, day="0026-03-02"), "unreadable_time"),
        (row(good=5, order=""), "missing_value"),
        (row(good=5, step=" "), "missing_value"),
        (row(good=0, start="09:00"), "ends_before_start"),
        (row(good=5, who="A\x00"), "unreadable_text"),
        (row(good=5) + ",,surplus", "too_many_cells"),
        ("W1,Turn", "missing_value"),
    ],
)
def test_what_cannot_be_booked_is_refused(tmp_path: Path, text: str, code: str) -> None:
    assert refused(tmp_path, text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (row(good=5, spent="1:30"), ["duration_differs"]),
        (row(good=5, spent="1899/12/31 01:49:00"), ["duration_unreadable"]),
        (row(good=5, spent=""), []),
        (row(good=5, start="09:00"), ["ends_before_start", "duration_differs"]),
        (row(good=5, start="08:00", spent="0:00"), ["no_time_spent"]),
        (row(good=5, again="Y"), ["rework_counted_again"]),
        (row(good=0, again="Y"), []),
        (row(good=5, kind="Q"), ["unknown_report_type"]),
        (row(good=5, ordered="many"), ["order_quantity_unreadable"]),
        (row(good=5, ordered=0), ["order_quantity_unreadable"]),
    ],
)
def test_what_contradicts_itself_is_doubtful(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert doubts(tmp_path, text) == codes


def test_a_report_that_ends_before_it_starts_keeps_its_end(tmp_path: Path) -> None:
    found = read(tmp_path, row(good=5, start="09:00"))
    assert found.started is None
    assert found.ended == datetime(2026, 3, 2, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(("good", "bad", "expected"), [(10, 3, pieces(7)), (3, 3, 0)])
def test_good_may_be_told_with_the_rejects_in_it(tmp_path: Path, good: int, bad: int, expected: int) -> None:
    known = mapping(good_includes_ng=True)
    assert read(tmp_path, row(good=good, bad=bad), known).good == expected
    assert refused(tmp_path, row(good=2, bad=3), known) == "ng_over_total"


@pytest.mark.parametrize(
    ("comma", "text", "expected"),
    [(False, '"1,250"', 12_500_000), (False, '"1,250.5"', 12_505_000), (True, '"1.250,5"', 12_505_000),
     (True, '"2,5"', 25_000), (False, "1 250", 12_500_000), (False, "", 0)],
)  # fmt: skip
def test_numbers_as_they_are_written(tmp_path: Path, comma: bool, text: str, expected: int) -> None:
    assert read(tmp_path, row(good=text, bad=1), mapping(decimal_comma=comma)).good == expected


def test_a_long_text_gives_a_code_of_its_own() -> None:
    assert code_of("Turning") == "Turning"
    one, other = code_of("x" * 80), code_of("x" * 81)
    assert len(one) == len(other) == 64
    assert one != other


def test_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes("\n".join([HEADER, row("磨削", good=1)]).encode("gb18030"))
    assert records(path, mapping(encoding="gb18030"))[0].cells["Step"] == "磨削"
    with pytest.raises(Refused) as caught:
        RowReader(mapping()).read(records(path)[0])
    assert caught.value.found.code == "unreadable_text"
