# SPDX-License-Identifier: Apache-2.0
"""The rows of an entity as people know them: codes in place of ids, numbers as they are written."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, FromClause, Select, String, and_, cast, false, func, select, text, true
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.kernel.qty import show_qty
from lockstep.platform.accounts.audit_names import NOTHING, Named, named_by
from lockstep.platform.accounts.people import of_people
from lockstep.platform.audit.masking import may_see
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading
from lockstep.platform.database.names import name_in
from lockstep.platform.metadata.entity import ENTITIES, Entity
from lockstep.platform.metadata.fields import Field

LIFE = ("status", "revision", "version")
PERSON = "person"
"""The entity whose records are people: team scopes limit them."""


def name_of(key: str) -> str:
    """The label of the column that carries the name behind a reference."""
    return f"{key}__name"


def in_sight(entity: Entity, actor: Actor) -> ColumnElement[bool]:
    """The rows of the actor's sites, lines and teams. What belongs to no site is everybody's."""
    columns = entity.table.c
    site = columns.id if entity.key == "site" else columns.get("site_id")
    line = columns.id if entity.key == "line" else columns.get("line_id")
    wanted: list[ColumnElement[bool]] = [true()]
    if actor.site_ids is not None and site is not None:
        wanted.append(site.in_(actor.site_ids))
    if actor.line_ids is not None and line is not None:
        wanted.append(line.is_(None) | line.in_(actor.line_ids))
    if entity.key == PERSON:
        wanted.append(of_people(actor, columns.id))
    return and_(*wanted)


def select_rows(entity: Entity) -> Select[Any]:
    """Every field but the lists of lines, with the codes and names of what it refers to."""
    columns, source = _shown(entity.table, entity.fields)
    life = [entity.table.c.id, *(entity.table.c[name] for name in LIFE)]
    return select(*life, *columns).select_from(source)


def _shown(table: FromClause, fields: Sequence[Field]) -> tuple[list[Any], FromClause]:
    columns: list[Any] = []
    source = table
    for field in fields:
        if field.kind == "reference":
            target = ENTITIES[field.entity or ""]
            there = target.table.alias(f"{field.key}_there")
            source = source.outerjoin(there, there.c.id == table.c[field.column])
            columns.append(there.c[target.codes[0]].label(field.key))
            if "name" in there.c:
                columns.append(there.c.name.label(name_of(field.key)))
        elif field.kind == "references":
            columns.append(_codes(table, field).label(field.key))
        elif field.kind != "lines":
            columns.append(table.c[field.key])
    return columns, source


def ids_column(field: Field) -> str:
    """`skill_codes` are kept as `skill_ids`."""
    return f"{field.key.removesuffix('_codes')}_ids"


def _codes(table: FromClause, field: Field) -> Any:
    there = ENTITIES[field.entity or ""].table.alias(f"{field.key}_there")
    codes = func.array_agg(aggregate_order_by(there.c.code, there.c.code), type_=ARRAY(String))
    found = select(codes).where(there.c.id == func.any(table.c[ids_column(field)]))
    return func.coalesce(found.scalar_subquery(), text("'{}'::varchar[]"))


def plain(field: Field, value: Any) -> Any:
    """A value of the database as JSON."""
    if value is None:
        return [] if field.kind in ("texts", "integers", "references") else None
    if field.kind == "quantity":
        return show_qty(value)
    if isinstance(value, list):
        return [str(one) if isinstance(one, UUID) else one for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date | time) else value


def values_of(fields: Sequence[Field], row: Any) -> dict[str, Any]:
    return {field.key: plain(field, row[field.key]) for field in fields if field.kind != "lines"}


def names_of(fields: Sequence[Field], row: Any) -> dict[str, Any]:
    """By the label of their column: the names behind the references, in all languages."""
    columns = [name_of(field.key) for field in fields if field.kind == "reference"]
    return {column: row[column] for column in columns if column in row}


async def read_lines(
    session: AsyncSession, entity: Entity, record_id: int, *, named: bool = False
) -> dict[str, list[dict[str, Any]]]:
    """*named*: with the names behind the references."""
    found = {}
    for field in entity.fields:
        if field.kind == "lines":
            table: Any = entity.lines[field.key].__table__
            columns, source = _shown(table, field.lines)
            rows = await session.execute(
                select(*columns)
                .select_from(source)
                .where(table.c[f"{entity.table.name}_id"] == record_id)
                .order_by(table.c.position)
            )
            found[field.key] = [
                values_of(field.lines, row) | (names_of(field.lines, row) if named else {}) for row in rows.mappings()
            ]
    return found


async def read_record(session: AsyncSession, entity: Entity, record_id: int) -> dict[str, Any]:
    """All values of one record, for those who may see it: the caller has looked."""
    rows = await session.execute(select_rows(entity).where(entity.table.c.id == record_id))
    values = values_of(entity.fields, rows.mappings().one())
    return {**values, **await read_lines(session, entity, record_id)}


def find_named(key: str) -> Named | None:
    """What the records of an entity are called, by its codes and its name."""
    entity = ENTITIES.get(key)
    return None if entity is None else lambda reading: _named(entity, reading)


def _named(entity: Entity, reading: Reading) -> Select[Any]:
    actor, rows = reading.actor, select_rows(entity).where(in_sight(entity, reading.actor))
    known = rows.where(true() if may_see(entity.mask, actor.may) else false()).subquery()
    name = known.c.get("name", NOTHING)
    return select(
        known.c.id,
        func.concat_ws(" ", *(cast(known.c[code], String) for code in entity.codes)).label("code"),
        (name_in(actor.locale, name) if isinstance(name.type, JSONB) else name).label("name"),
    )


named_by(find_named)
