# SPDX-License-Identifier: Apache-2.0
"""The generic list, record, history and picker. Each starts from what the reader may see."""

import json
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, select

from lockstep.kernel.errors import NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.audit.masking import masked
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.database.names import name_in
from lockstep.platform.metadata.describing import describe, hidden, label_of
from lockstep.platform.metadata.entity import ENTITIES, READ, Entity, entity_of
from lockstep.platform.metadata.errors import WrongFilter
from lockstep.platform.metadata.fields import Field
from lockstep.platform.metadata.models import Status
from lockstep.platform.metadata.reading import in_sight, name_of, read_lines, select_rows, values_of
from lockstep.platform.metadata.schemas import (
    EntityShown,
    HistoryEntry,
    Option,
    RecordDetail,
    RecordPage,
    RecordShown,
    ValueChange,
)
from lockstep.platform.metadata.search import matches

OPTIONS = 50
HISTORY = 200


@query("metadata.entities", permission=READ)
async def entities(reading: Reading) -> list[EntityShown]:
    return [describe(entity, reading.actor) for entity in ENTITIES.values()]


@query("metadata.records", permission=READ)
async def records(
    reading: Reading,
    key: str,
    *,
    search: str = "",
    status: str | None = None,
    filters: str = "{}",
    sort: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> RecordPage:
    """`filters` is a JSON object of a field and the value it must have."""
    entity = entity_of(key)
    rows = wanted_rows(entity, reading.actor, search=search, status=status, filters=filters)
    total = await reading.session.scalar(select(func.count()).select_from(rows.order_by(None).subquery()))
    ordered = rows.order_by(*_order(entity, reading.actor, sort, descending))
    found = await reading.session.execute(ordered.offset(offset).limit(limit))
    return RecordPage(rows=[shown(entity, row, reading.actor) for row in found.mappings()], total=total or 0)


def wanted_rows(entity: Entity, actor: Actor, *, search: str, status: str | None, filters: str) -> Select[Any]:
    table = entity.table
    found = select_rows(entity).where(in_sight(entity, actor), matches(table.c.search, search))
    if status:
        found = found.where(table.c.status == status)
    for key, value in _parsed(filters).items():
        found = found.where(_is(entity, actor, key, value))
    return found


def shown(entity: Entity, row: Mapping[str, Any], actor: Actor) -> RecordShown:
    values = values_of(entity.fields, row)
    names = {}
    for field in entity.fields:
        if hidden(field, actor):
            values[field.key] = None
        elif field.kind == "reference" and row.get(name_of(field.key)):
            names[field.key] = _name(row[name_of(field.key)], actor.locale)
    life = {name: row[name] for name in ("id", "status", "revision", "version")}
    return RecordShown(**life, values=values, names=names)


@query("metadata.record", permission=READ)
async def record(reading: Reading, key: str, record_id: int) -> RecordDetail:
    entity = entity_of(key)
    table = entity.table
    rows = await reading.session.execute(
        select_rows(entity).where(table.c.id == record_id, in_sight(entity, reading.actor))
    )
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(kind=key, key=record_id)
    known = shown(entity, row, reading.actor)
    lines = await read_lines(reading.session, entity, record_id)
    for field in entity.fields:
        if field.kind == "lines":
            veiled = [line.key for line in field.lines if hidden(line, reading.actor)]
            known.values[field.key] = [{**line, **dict.fromkeys(veiled)} for line in lines[field.key]]
    return RecordDetail(**known.model_dump(), can=_can(entity, known.status, reading.actor))


@query("metadata.history", permission=READ)
async def history(reading: Reading, key: str, record_id: int) -> list[HistoryEntry]:
    """Who changed what, newest first; of masked fields nothing."""
    entity = entity_of(key)
    here = await reading.session.scalar(
        select(entity.table.c.id).where(entity.table.c.id == record_id, in_sight(entity, reading.actor))
    )
    if here is None:
        raise NotFound(kind=key, key=record_id)
    rows = await reading.session.execute(
        select(AuditEntry.__table__)
        .where(AuditEntry.entity_type == key, AuditEntry.entity_id == str(record_id))
        .order_by(AuditEntry.id.desc())
        .limit(HISTORY)
    )
    return [
        HistoryEntry(
            at=row.at,
            actor=row.actor_name,
            operation=row.operation,
            reason=row.reason,
            changes=_changes(entity, row, reading.actor),
        )
        for row in rows
    ]


@query("metadata.options", permission=READ)
async def options(reading: Reading, key: str, *, search: str = "", site_code: str | None = None) -> list[Option]:
    """What may be chosen for a reference: released records by code or name."""
    entity = entity_of(key)
    table = entity.table
    code = table.c[entity.chosen_by]
    name = table.c.get("name")
    found = (
        select(code.label("code"), (code if name is None else name).label("name"))
        .where(in_sight(entity, reading.actor), matches(table.c.search, search), table.c.status == Status.RELEASED)
        .order_by(code)
        .limit(OPTIONS)
    )
    if site_code is not None and "site_id" in table.c:
        site = ENTITIES["site"].table
        found = found.where(table.c.site_id == select(site.c.id).where(site.c.code == site_code).scalar_subquery())
    rows = await reading.session.execute(found)
    return [Option(code=row.code, name=_name(row.name, reading.actor.locale)) for row in rows]


def _name(name: Any, locale: str) -> str:
    return local_name(name, locale) if isinstance(name, dict) else str(name)


def _can(entity: Entity, status: str, actor: Actor) -> list[str]:
    rights = {action.key: action.operation.permission for action in entity.actions}
    return [step for step in entity.can.get(status, ()) if actor.may(rights.get(step, entity.permission))]


def _parsed(filters: str) -> dict[str, Any]:
    try:
        found = json.loads(filters)
    except (ValueError, RecursionError):
        raise WrongFilter(field=filters[:50]) from None
    if not isinstance(found, dict):
        raise WrongFilter(field=filters[:50])
    return found


def _usable(entity: Entity, actor: Actor, key: str) -> Field:
    """A masked field may not be filtered or sorted by: the order alone would give it away."""
    for field in entity.fields:
        if field.key == key and not hidden(field, actor):
            return field
    raise WrongFilter(field=key)


def _is(entity: Entity, actor: Actor, key: str, value: Any) -> ColumnElement[bool]:
    field = _usable(entity, actor, key)
    expected = {"flag": bool, "integer": int}.get(field.kind, str)
    if field.kind not in ("flag", "integer", "choice", "text", "reference") or type(value) is not expected:
        raise WrongFilter(field=key)
    if field.kind == "reference":
        there = ENTITIES[field.entity or ""]
        ids = select(there.table.c.id).where(there.table.c[there.codes[0]] == value)
        return cast(ColumnElement[bool], entity.table.c[field.column].in_(ids))
    return cast(ColumnElement[bool], entity.table.c[field.key] == value)


def _order(entity: Entity, actor: Actor, sort: str, descending: bool) -> list[Any]:
    fallback = [entity.table.c[code] for code in entity.codes if code in entity.table.c]
    if not sort:
        return [*fallback, entity.table.c.id]
    if sort in ("status", "revision"):
        column = entity.table.c[sort]
    else:
        field = _usable(entity, actor, sort)
        if field.kind in ("lines", "texts", "integers", "references"):
            raise WrongFilter(field=sort)
        column = _sortable(entity, field, actor.locale)
    return [column.desc().nulls_last() if descending else column.asc().nulls_last(), entity.table.c.id]


def _sortable(entity: Entity, field: Field, locale: str) -> Any:
    column = entity.table.c[field.column]
    if field.kind == "names":
        return name_in(locale, column)
    if field.kind == "reference":
        there = ENTITIES[field.entity or ""]
        code = there.table.c[there.codes[0]]
        return select(code).where(there.table.c.id == column).scalar_subquery()
    return column


def _changes(entity: Entity, row: Any, actor: Actor) -> list[ValueChange]:
    before, after = (masked(side, (entity.key, row.operation), actor.may) or {} for side in (row.before, row.after))
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return [
        ValueChange(field=key, label=label_of(entity, key, actor.locale), before=before.get(key), after=after.get(key))
        for key in keys
    ]
