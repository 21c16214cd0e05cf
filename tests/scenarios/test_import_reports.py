# SPDX-License-Identifier: Apache-2.0
"""Small logs through the import: what is made, what is booked, what is answered."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from lockstep.app.importing.outcome import ImportAnswer
from lockstep.app.importing.run import import_reports
from tests.app.importing.logs import mapping, row, write_log
from tests.support.clock import TestClock
from tests.support.database import engine_over

pytestmark = pytest.mark.anyio

TABLES = ("site", "station", "person", "product", "work_order", "operation", "production_report", "time_record",
          "cell", "movement", "command_inbox", "audit_entry", "change")  # fmt: skip


@pytest.fixture
async def engine(own_database: str) -> AsyncIterator[AsyncEngine]:
    async with engine_over(own_database, pool_size=2) as made:
        yield made


@pytest.fixture
def book(engine: AsyncEngine, clock: TestClock, tmp_path: Path) -> Any:
    async def run(*rows: str, **options: Any) -> ImportAnswer:
        path = write_log(tmp_path, *rows)
        return await import_reports(engine, options.pop("mapping", mapping()), path, clock=clock, **options)

    return run


async def rows_of(engine: AsyncEngine, statement: str) -> list[tuple[Any, ...]]:
    async with engine.connect() as connection:
        return [tuple(found) for found in await connection.execute(text(statement))]


async def counts(engine: AsyncEngine) -> dict[str, int]:
    return {table: (await rows_of(engine, f"SELECT count(*) FROM {table}"))[0][0] for table in TABLES}


def tally(answer: ImportAnswer) -> tuple[int, int, int, int, int]:
    assert answer.read == answer.booked + answer.duplicate + answer.refused
    assert answer.doubtful <= answer.booked
    return answer.read, answer.booked, answer.duplicate, answer.refused, answer.doubtful


def line_codes(answer: ImportAnswer) -> list[tuple[int, str, str]]:
    return [(entry["line"], entry["outcome"], entry["code"]) for entry in answer.lines]


ROUTE = (
    row("Turn", "07:00", "08:00", kind="S"),
    row("Check", "10:00", "11:00", good=8, bad=1, review=1, machine="QC", who="Bob"),
    row("Turn", "08:00", "09:00", good=6),
    row("Turn", "09:00", "10:00", good=4, who="Cid"),
)


async def test_a_log_makes_what_it_implies(book: Any, engine: AsyncEngine) -> None:
    answer = await book(*ROUTE)
    assert tally(answer) == (4, 4, 0, 0, 0)
    assert answer.lines == []
    assert await rows_of(engine, "SELECT number, quantity, due_at, status FROM work_order") == [
        ("W1", 10, None, "running")
    ]
    assert await rows_of(
        engine,
        "SELECT o.code, o.input_rule, o.planned_qty, n.code FROM operation o"
        " LEFT JOIN operation n ON n.id = o.successor_id ORDER BY o.sequence",
    ) == [("Turn", "warn", 10, "Check"), ("Check", "warn", 10, None)]
    assert await rows_of(
        engine,
        "SELECT o.code, c.ready, c.gone, c.scrap, c.hold FROM cell c JOIN operation o ON o.id = c.operation_id"
        " ORDER BY o.sequence",
    ) == [("Turn", 0, 10, 0, 0), ("Check", 8, 0, 1, 1)]


async def test_rows_become_reports_and_time_records(book: Any, engine: AsyncEngine) -> None:
    await book(*ROUTE)
    assert await rows_of(
        engine,
        "SELECT r.good, r.ng, s.code, p.code, q.share, r.source, (r.occurred_at AT TIME ZONE 'Asia/Shanghai')::text"
        " FROM production_report r JOIN station s ON s.id = r.station_id JOIN report_person q ON q.report_id = r.id"
        " JOIN person p ON p.id = q.person_id ORDER BY r.occurred_at",
    ) == [
        (6, 0, "M1", "Ann", 100, "import", "2026-03-02 09:00:00"),
        (4, 0, "M1", "Cid", 100, "import", "2026-03-02 10:00:00"),
        (8, 2, "QC", "Bob", 100, "import", "2026-03-02 11:00:00"),
    ]
    assert await rows_of(
        engine,
        "SELECT d.code, l.quantity, l.disposition FROM defect_line l JOIN defect_code d ON d.id = l.defect_code_id"
        " ORDER BY l.position",
    ) == [("REJECTED", 1, "scrap"), ("MRB", 1, "pending")]
    assert await rows_of(
        engine,
        "SELECT t.kind, o.code, extract(epoch FROM t.ended_at - t.started_at)::int FROM time_record t"
        " JOIN operation o ON o.id = t.operation_id",
    ) == [("setup", "Turn", 3600)]


async def test_each_report_has_its_audit_entry(book: Any, engine: AsyncEngine) -> None:
    await book(*ROUTE)
    assert await rows_of(
        engine,
        "SELECT operation, count(*)::int FROM audit_entry WHERE actor_name = 'lockstep import'"
        " AND operation IN ('orders.place_order', 'shopfloor.report_production', 'masterdata.define_person')"
        " GROUP BY 1 ORDER BY 1",
    ) == [("masterdata.define_person", 3), ("orders.place_order", 1), ("shopfloor.report_production", 3)]


async def test_a_repeated_import_books_nothing_twice(book: Any, engine: AsyncEngine) -> None:
    await book(*ROUTE)
    before = await counts(engine)
    again = await book(*reversed(ROUTE))
    assert tally(again) == (4, 0, 4, 0, 0)
    assert {code for _, _, code in line_codes(again)} == {"booked_before"}
    assert await counts(engine) == before


async def test_exact_duplicates_are_booked_once(book: Any, engine: AsyncEngine) -> None:
    answer = await book(row(good=2), row(good=2), row("Mill", "08:00", "09:00"), row("Mill", "08:00", "09:00"))
    assert tally(answer) == (4, 2, 2, 0, 0)
    assert line_codes(answer) == [(3, "duplicate", "same_row"), (5, "duplicate", "same_row")]
    assert await rows_of(engine, "SELECT sum(good), count(*)::int FROM production_report") == [(2, 1)]


async def test_rows_with_one_key_and_other_content_are_two_reports(book: Any, engine: AsyncEngine) -> None:
    one, two, empty = row(good=2), row(good=3), row(good=0)
    assert tally(await book(one)) == (1, 1, 0, 0, 0)
    assert tally(await book(two, one, empty)) == (3, 2, 1, 0, 0)
    assert tally(await book(empty, two, one)) == (3, 0, 3, 0, 0)
    assert tally(await book(two)) == (1, 0, 1, 0, 0)
    assert await rows_of(engine, "SELECT sum(good), count(*)::int FROM production_report") == [(5, 2)]


async def test_a_row_that_changed_since_is_refused(book: Any, engine: AsyncEngine) -> None:
    await book(row(good=2))
    answer = await book(row(good=7))
    assert line_codes(answer) == [(2, "refused", "command_content_differs")]
    assert await rows_of(engine, "SELECT sum(good) FROM production_report") == [(2,)]


async def test_a_re_entry_adds_to_the_same_operation(book: Any, engine: AsyncEngine) -> None:
    answer = await book(
        row("Grind", "07:00", "08:00", good=4),
        row("Lap", "08:00", "09:00", good=4),
        row("Grind", "09:00", "10:00", good=6),
    )
    assert tally(answer) == (3, 3, 0, 0, 0)
    assert await rows_of(engine, "SELECT code FROM operation ORDER BY sequence") == [("Grind",), ("Lap",)]
    assert await rows_of(
        engine,
        "SELECT o.code, sum(r.good) FROM production_report r JOIN operation o ON o.id = r.operation_id"
        " GROUP BY 1 ORDER BY 1",
    ) == [("Grind", 10), ("Lap", 4)]


async def test_quantities_over_what_is_there_are_booked_with_a_warning(book: Any) -> None:
    answer = await book(row("Turn", good=9), row("Turn", "08:00", "09:00", good=3), row("Mill", "09:00", "10:00", 13))
    assert tally(answer) == (3, 3, 0, 0, 2)
    assert line_codes(answer) == [(3, "doubtful", "over_available"), (4, "doubtful", "over_available")]
    assert answer.lines[0]["params"]["over"] == 2


async def test_one_bad_row_does_not_stop_the_others(book: Any, engine: AsyncEngine) -> None:
    answer = await book(
        row(good="4x"), row(good=2.5), row(good=-1), row(good=3, spent="9:59"), row(good=1, order="W2", ordered="?")
    )
    assert tally(answer) == (5, 1, 0, 4, 1)
    assert line_codes(answer) == [
        (2, "refused", "unreadable_number"),
        (3, "refused", "decimals_not_allowed"),
        (4, "refused", "negative_quantity"),
        (5, "doubtful", "duration_differs"),
        (6, "refused", "order_quantity_unknown"),
    ]
    assert await rows_of(engine, "SELECT sum(good) FROM production_report") == [(3,)]


async def test_rows_that_contradict_their_order_are_doubtful(book: Any) -> None:
    answer = await book(row(good=1), row("Mill", good=1, ordered=12, part="Plug"))
    (line,) = answer.lines
    assert (line["outcome"], line["code"]) == ("doubtful", "order_quantity_differs")
    assert line["params"]["also"] == [{"code": "product_differs", "params": {"said": "Plug", "order": "Shaft"}}]


async def test_an_order_that_is_there_keeps_its_route(book: Any, engine: AsyncEngine) -> None:
    await book(row("Turn", good=5))
    answer = await book(row("Turn", good=5), row("Turn", "08:00", "09:00", good=5), row("Paint", "09:00", "10:00", 5))
    assert tally(answer) == (3, 1, 1, 1, 0)
    assert line_codes(answer)[-1] == (4, "refused", "operation_not_in_order")
    assert await rows_of(engine, "SELECT sum(good) FROM production_report") == [(10,)]


async def test_an_ended_order_parks_what_was_done(book: Any, engine: AsyncEngine) -> None:
    await book(row(good=5))
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE work_order SET status = 'short_closed'"))
    late = row("Turn", "08:00", "09:00", good=5)
    answer = await book(late)
    assert line_codes(answer) == [(2, "refused", "order_ended")]
    assert answer.lines[0]["params"]["parked"] is True
    assert line_codes(await book(late)) == [(2, "duplicate", "parked_before")]
    assert await rows_of(engine, "SELECT reason_code, quantity FROM parked_command") == [("order_ended", 5)]


async def test_a_dry_run_answers_the_same_and_writes_nothing(book: Any, engine: AsyncEngine) -> None:
    rows = (*ROUTE, ROUTE[0], row(good="x"), row(good=99, order="W2"))
    before = await counts(engine)
    rehearsed = await book(*rows, dry_run=True)
    assert await counts(engine) == before
    booked = await book(*rows)
    assert rehearsed.dry_run
    assert {**rehearsed.as_json(), "dry_run": False} == booked.as_json()
    assert tally(booked) == (7, 5, 1, 1, 1)


async def test_a_stopped_import_says_so_and_is_completed_by_the_next(book: Any, engine: AsyncEngine) -> None:
    rows = [row(good=5, order=f"W{number}") for number in range(6)]
    reached: list[int] = []
    answer = await book(*rows, progress=lambda done, total: reached.append(done), stopped=lambda: len(reached) == 2)
    assert answer.stopped
    assert tally(answer) == (2, 2, 0, 0, 0)
    assert tally(await book(*rows)) == (6, 4, 2, 0, 0)
    assert await rows_of(engine, "SELECT sum(good), count(*)::int FROM production_report") == [(30, 6)]
