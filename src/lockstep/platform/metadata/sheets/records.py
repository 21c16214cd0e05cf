# SPDX-License-Identifier: Apache-2.0
"""Rows of a sheet as commands: rows of one key are the lines of one record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from pydantic import ValidationError

from lockstep.kernel.errors import wrong_fields
from lockstep.platform.metadata.define import ANY, Define
from lockstep.platform.metadata.entity import Entity
from lockstep.platform.metadata.sheets.cells import value_of
from lockstep.platform.metadata.sheets.columns import Column
from lockstep.platform.metadata.sheets.errors import CellProblem, NothingMapped
from lockstep.platform.metadata.sheets.reading import Cell, Sheet


@dataclass(slots=True)
class SheetRecord:
    """What one record of the sheet says, or why it says nothing that can be used."""

    rows: list[int] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    problem: tuple[str, dict[str, Any]] | None = None

    def command(self, entity: Entity, import_id: UUID, reason: str) -> Define | None:
        if self.problem is not None:
            return None
        key = uuid5(import_id, str(self.rows[0]))
        try:
            return entity.command.model_validate({**self.values, "id": key, "expected_version": ANY, "reason": reason})
        except ValidationError as error:
            self.problem = ("wrong_shape", {"fields": wrong_fields(error.errors())})
            return None


def require_keys(entity: Entity, columns: Sequence[Column], targets: Sequence[str]) -> None:
    for key in entity.keys:
        if key.required and key.key not in targets:
            raise NothingMapped(field=key.key)
    for column in columns:
        if column.target not in targets and column.required:
            raise NothingMapped(field=column.target)


def records_of(
    entity: Entity, columns: Mapping[str, Column], sheet: Sheet, mapping: Mapping[str, str]
) -> Iterator[SheetRecord]:
    """`mapping` is target by heading. Rows of the same key that follow each other belong together."""
    places = [
        (sheet.headings.index(heading), columns[target])
        for heading, target in mapping.items()
        if heading in sheet.headings and target in columns
    ]
    keys = {one.key for one in entity.keys}
    current: SheetRecord | None = None
    named: Any = None
    for offset, cells in enumerate(sheet.rows):
        number = sheet.first_row + offset
        if not any(cell is not None for cell in cells):
            continue
        key = tuple(cells[place] for place, column in places if column.target in keys)
        if current is None or not entity.lines or key != named:
            if current is not None:
                yield current
            current, named = SheetRecord(), key
        current.rows.append(number)
        _take(entity, current, places, cells)
    if current is not None:
        yield current


def _take(entity: Entity, record: SheetRecord, places: Sequence[tuple[int, Column]], cells: Sequence[Cell]) -> None:
    first = len(record.rows) == 1
    lines: dict[str, dict[str, Any]] = {}
    for place, column in places:
        try:
            value = value_of(entity, column.field, cells[place])
        except CellProblem as problem:
            record.problem = record.problem or (problem.code, {**problem.params, "field": column.target})
            continue
        if value is None:
            continue
        if column.within is not None:
            _put(lines.setdefault(column.within.key, {}), column, value)
        elif first:
            _put(record.values, column, value)
    for key, line in lines.items():
        record.values.setdefault(key, []).append(line)


def _put(values: dict[str, Any], column: Column, value: Any) -> None:
    if column.locale is None:
        values[column.field.key] = value
    else:
        values.setdefault(column.field.key, {})[column.locale] = value
