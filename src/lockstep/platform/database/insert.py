# SPDX-License-Identifier: Apache-2.0
"""Rows of several tables in one statement: one round trip, and one plan however many rows there are.

Each table's rows travel as one JSON array; PostgreSQL turns them back into columns of the right types.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pydantic_core import to_json
from sqlalchemy import LargeBinary, Table, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.kernel.qty import show_qty
from lockstep.platform.database.base import Quantity


@dataclass(slots=True)
class TableRows:
    """All rows of a table give the same columns; the others take their defaults."""

    table: Table
    key: tuple[str, ...] = ()
    """Where it is given, a row replaces what is there under the same key."""
    newer: str | None = None
    """Where it is given, a row replaces only what is smaller in this column, and locks nothing otherwise."""
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def shape(self) -> "Shape":
        return self.table, self.key, self.newer, tuple(self.rows[0])


Shape = tuple[Table, tuple[str, ...], str | None, tuple[str, ...]]


async def write_rows(session: AsyncSession, tables: Sequence[TableRows]) -> None:
    """Foreign keys among the rows hold, in whatever order the tables stand: they are checked at the end."""
    given = [one for one in tables if one.rows]
    if given:
        values = {f"rows_{place}": _as_json(one) for place, one in enumerate(given)}
        await session.execute(_statement(tuple(one.shape for one in given)), values)


@lru_cache(maxsize=500)
def _statement(shapes: tuple[Shape, ...]) -> TextClause:
    parts = [f"written_{place} AS ({_write(place, *shape)})" for place, shape in enumerate(shapes)]
    return text(f"WITH {', '.join(parts)} SELECT 1")


def _write(place: int, table: Table, key: tuple[str, ...], newer: str | None, columns: tuple[str, ...]) -> str:
    # The names are ours and need no quotes; the driver keeps a statement at hand only if it is short.
    names = ", ".join(columns)
    record = f"jsonb_populate_recordset(NULL::{table.name}, CAST(:rows_{place} AS jsonb))"
    statement = f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {record}"
    if not key:
        return statement
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    if newer:
        same = " AND ".join(f"o.{name} = r.{name}" for name in key)
        statement += f" r WHERE NOT EXISTS (SELECT 1 FROM {table.name} o WHERE {same} AND o.{newer} >= r.{newer})"
    return f"{statement} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"


def _as_json(given: TableRows) -> str:
    shown = [(name, show) for name, show in _shown_otherwise(given.table) if name in given.rows[0]]
    if not shown:
        return to_json(given.rows).decode()
    rows = [
        {**row, **{name: None if row[name] is None else show(row[name]) for name, show in shown}} for row in given.rows
    ]
    return to_json(rows).decode()


@lru_cache(maxsize=200)
def _shown_otherwise(table: Table) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """Columns whose Python value is not what JSON has to say: quantities and bytes."""
    return tuple(
        (column.name, show_qty if isinstance(column.type, Quantity) else _hex)
        for column in table.c
        if isinstance(column.type, Quantity | LargeBinary)
    )


def _hex(value: bytes) -> str:
    return f"\\x{value.hex()}"
