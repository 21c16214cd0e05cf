# SPDX-License-Identifier: Apache-2.0
"""Lists as files: what the reader may see, in their language, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence
from typing import Any, Literal

import xlsxwriter

from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.describing import label_of
from lockstep.platform.metadata.entity import READ, Entity, entity_of
from lockstep.platform.metadata.queries import wanted_rows
from lockstep.platform.metadata.reading import name_of, names_of, read_lines, values_of
from lockstep.platform.metadata.sheets.columns import Column, columns_of, heading_of, name_heading
from lockstep.platform.metadata.sheets.guarding import guarded

Format = Literal["csv", "xlsx"]
MOST_ROWS = 100_000
WIDTH = 18
BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the code page of the machine."""


@query("metadata.export", permission=READ)
async def export(reading: Reading, key: str, *, kind: Format, search: str, status: str | None, filters: str) -> bytes:
    entity = entity_of(key)
    columns = columns_of(entity, reading.actor)
    wanted = wanted_rows(entity, reading.actor, search=search, status=status, filters=filters)
    found = await reading.session.execute(wanted.order_by(entity.table.c.id).limit(MOST_ROWS))
    rows: list[list[Any]] = []
    for row in found.mappings().all():
        values = values_of(entity.fields, row) | names_of(entity.fields, row)
        if entity.lines:
            values |= await read_lines(reading.session, entity, row["id"], named=True)
        rows += _rows_of(entity, columns, values, reading.actor.locale)
    headings = [heading for column in columns for heading in _headings(entity, column, reading.actor.locale)]
    return as_file(kind, headings, rows)


@query("metadata.template", permission=READ)
async def template(reading: Reading, key: str, *, kind: Format) -> bytes:
    """Headings only; those that every row needs come first and are marked in the workbook."""
    entity = entity_of(key)
    columns = sorted(columns_of(entity, reading.actor), key=lambda column: not column.required)
    return as_file(kind, [heading_of(entity, column, reading.actor.locale) for column in columns], [])


def _rows_of(entity: Entity, columns: Sequence[Column], values: dict[str, Any], locale: str) -> list[list[Any]]:
    """A row a record; where it has lines a row a line, with the record's own values on each."""
    lists = [field.key for field in entity.fields if field.kind == "lines"]
    height = max([1, *(len(values[key]) for key in lists)])
    return [
        [cell for column in columns for cell in _cells(entity, column, _said(column, values, place), locale)]
        for place in range(height)
    ]


def _headings(entity: Entity, column: Column, locale: str) -> list[str]:
    heading = heading_of(entity, column, locale)
    return [heading, name_heading(entity, column, locale)] if _is_named(column) else [heading]


def _cells(entity: Entity, column: Column, values: dict[str, Any], locale: str) -> list[Any]:
    cell = _value(entity, column, values, locale)
    if not _is_named(column):
        return [cell]
    name = values.get(name_of(column.field.key))
    return [cell, local_name(name, locale) if isinstance(name, dict) else name]


def _is_named(column: Column) -> bool:
    """A code of something that has a name."""
    return column.field.kind == "reference" and "name" in entity_of(column.field.entity or "").table.c


def _said(column: Column, values: dict[str, Any], place: int) -> dict[str, Any]:
    """Where the column looks: the record itself, or its line at this place."""
    if column.within is None:
        return values
    lines: list[dict[str, Any]] = values[column.within.key]
    return lines[place] if place < len(lines) else {}


def _value(entity: Entity, column: Column, values: dict[str, Any], locale: str) -> Any:
    value = values.get(column.field.key)
    if column.locale is not None:
        return (value or {}).get(column.locale)
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    if column.field.kind == "choice" and value is not None:
        return label_of(entity, f"{column.field.key}.{value}", locale)
    return value


def as_file(kind: Format, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    return _csv(headings, rows) if kind == "csv" else _xlsx(headings, rows)


def _csv(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(heading) for heading in headings])
    writer.writerows([["" if cell is None else guarded(cell) for cell in row] for row in rows])
    return (BOM + out.getvalue()).encode()


def _xlsx(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, safe) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.set_column(0, max(len(headings) - 1, 0), WIDTH)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, heading, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, number, place, cell)
    return out.getvalue()


def _write(sheet: Any, number: int, place: int, cell: Any) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(number, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(number, place, cell)
    elif cell is not None:
        sheet.write_string(number, place, str(guarded(cell)))
