# SPDX-License-Identifier: Apache-2.0
"""The log of a real shop: every row is accounted for, and the product's figures are those of the file."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from lockstep.app.importing.mapping import read_mapping
from lockstep.app.importing.run import import_reports
from lockstep.domains.wip.queries.board import board
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading
from lockstep.platform.database.engine import make_engine, make_sessions
from tests.architecture.sources import ROOT
from tests.support.clock import TestClock
from tests.support.shared import shared_data

__all__ = ["shared_data"]

pytestmark = pytest.mark.anyio

READER = Actor(name="reader", permissions=frozenset({"board.read"}))
COLOURS = ("good", "waiting", "hold", "rework", "scrap")


def said_by_the_file(path: Path) -> dict[str, Counter[str]]:
    """Pieces per order, each different row once."""
    found: dict[str, Counter[str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in {tuple(row.values()): row for row in csv.DictReader(file)}.values():
            pieces = {"good": "Qty Completed", "scrap": "Qty Rejected", "hold": "Qty for MRB"}
            found.setdefault(row["Case ID"], Counter()).update(
                {colour: int(row[column]) for colour, column in pieces.items()}
            )
    return found


async def test_the_sums_of_the_product_are_those_of_the_file(
    own_database: str, clock: TestClock, shared_data: Path
) -> None:
    path = shared_data / "production_log" / "Production_Data.csv"
    mapping = read_mapping(ROOT / "docs" / "examples" / "production_log.toml")
    expected = said_by_the_file(path)
    engine = make_engine(own_database, pool_size=2)
    try:
        first = await import_reports(engine, mapping, path, clock=clock)
        assert first.read == 4543
        assert (first.booked, first.duplicate, first.refused) == (4521, 22, 0)
        assert 0 < first.doubtful < first.booked
        async with make_sessions(engine)() as session:
            reading = Reading(session, READER, clock())
            in_work, done = await board(reading), await board(reading, only="completed")
            statement = (
                "SELECT w.number, sum(r.good), sum(r.ng) FROM production_report r"
                " JOIN work_order w ON w.id = r.order_id"
                " WHERE NOT EXISTS (SELECT FROM production_report n WHERE n.replaces_id = r.id) GROUP BY 1"
            )
            reported = {row[0]: (row[1], row[2]) for row in await session.execute(text(statement))}
        on_board = {
            row["number"]: Counter({colour: sum(cell["bar"][colour] for cell in row["cells"]) for colour in COLOURS})
            for row in (*in_work["rows"], *done["rows"])
        }
        assert {number: +cells for number, cells in on_board.items()} == {
            number: +cells for number, cells in expected.items()
        }
        assert reported == {
            number: (cells["good"], cells["scrap"] + cells["hold"])
            for number, cells in expected.items()
            if cells.total()
        }
        again = await import_reports(engine, mapping, path, clock=clock)
        assert (again.read, again.booked, again.duplicate, again.refused) == (4543, 0, 4543, 0)
    finally:
        await engine.dispose()
