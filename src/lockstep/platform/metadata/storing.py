# SPDX-License-Identifier: Apache-2.0
"""What a command says as columns of tables: codes become ids, lists become lines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel
from sqlalchemy import Table, delete, insert

from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.codes import Codes
from lockstep.platform.metadata.define import Define
from lockstep.platform.metadata.entity import Entity
from lockstep.platform.metadata.fields import Field
from lockstep.platform.metadata.reading import ids_column


@dataclass(frozen=True, slots=True)
class Kept:
    """What a record refers to as it is, by column: it may go on doing so when that is retired."""

    site_id: int | None
    ids: Mapping[str, Collection[int]]


NOTHING_KEPT = Kept(None, {})


async def stored(
    codes: Codes, fields: Sequence[Field], said: BaseModel, named: Collection[str], kept: Kept
) -> dict[str, Any]:
    """Columns and their values; codes become ids, within the site of the record where they belong to one."""
    values: dict[str, Any] = {}
    for field in fields:
        if field.key not in named or field.kind == "lines":
            continue
        value = getattr(said, field.key)
        site_id = values.get("site_id", kept.site_id)
        if field.kind == "reference":
            await codes.load(field, [] if value is None else [value], site_id)
            ids = kept.ids.get(field.column, ())
            values[field.column] = None if value is None else codes.id_of(field, value, site_id, ids)
        elif field.kind == "references":
            await codes.load(field, value, site_id)
            ids = kept.ids.get(ids_column(field), ())
            values[ids_column(field)] = [codes.id_of(field, code, site_id, ids) for code in value]
        else:
            values[field.key] = dict(value) if field.kind == "names" else value
    return values


async def write_lines(
    work: Work, entity: Entity, command: Define, record_id: int, named: Collection[str], site_id: int | None
) -> None:
    """The lines of a list as a whole: what is not named any more is gone; the audit keeps it."""
    owner, codes = f"{entity.table.name}_id", Codes(work)
    for field in entity.fields:
        if field.kind != "lines" or field.key not in named:
            continue
        lines = getattr(command, field.key)
        await _load_all(codes, field.lines, lines, site_id)
        table = cast(Table, entity.lines[field.key].__table__)
        gone = await work.session.execute(delete(table).where(table.c[owner] == record_id).returning(table))
        kept = kept_by(field.lines, gone.mappings().all(), site_id)
        every = {one.key for one in field.lines}
        rows = [
            {owner: record_id, "position": place, **await stored(codes, field.lines, line, every, kept)}
            for place, line in enumerate(lines)
        ]
        if rows:
            await work.session.execute(insert(table), rows)


async def _load_all(codes: Codes, fields: Sequence[Field], lines: Sequence[BaseModel], site_id: int | None) -> None:
    """One look-up a field, however many lines there are."""
    for field in fields:
        values = [getattr(line, field.key) for line in lines]
        if field.kind == "reference":
            await codes.load(field, [value for value in values if value is not None], site_id)
        elif field.kind == "references":
            await codes.load(field, [code for value in values for code in value], site_id)


def kept_by(fields: Sequence[Field], rows: Sequence[Mapping[Any, Any]], site_id: int | None) -> Kept:
    ids: dict[str, set[int]] = {}
    for row in rows:
        for field in fields:
            if field.kind == "reference" and row[field.column] is not None:
                ids.setdefault(field.column, set()).add(row[field.column])
            elif field.kind == "references":
                ids.setdefault(ids_column(field), set()).update(row[ids_column(field)])
    return Kept(site_id, ids)
