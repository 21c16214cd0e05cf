# SPDX-License-Identifier: Apache-2.0
"""Making and changing a record: one way for forms, imports, programs and the demonstration."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from lockstep.kernel.errors import Forbidden, NotFound
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.codes import Codes, key_of, place_of, require_sight, require_team
from lockstep.platform.metadata.define import ANY, Define, Known
from lockstep.platform.metadata.describing import hidden
from lockstep.platform.metadata.entity import Entity
from lockstep.platform.metadata.errors import BeyondYourSites, CodeTaken, ReasonNeeded, Retired, Stale
from lockstep.platform.metadata.life import retire_other_editions
from lockstep.platform.metadata.models import Status
from lockstep.platform.metadata.reading import read_record
from lockstep.platform.metadata.search import search_text
from lockstep.platform.metadata.storing import NOTHING_KEPT, kept_by, stored, write_lines


async def save(work: Work, entity: Entity, command: Define) -> Known:
    """What the command does not name stays as it is; a new record takes the defaults."""
    _require_masks(work, entity, command)
    row = await _held(work, entity, command)
    if entity.check is not None:
        await entity.check(work, command, None if row is None else row.id)
    return await (_make(work, entity, command) if row is None else _change(work, entity, command, row))


def _require_masks(work: Work, entity: Entity, command: Define) -> None:
    said = [(field, command) for field in entity.fields]
    said += [
        (line, one)
        for field in entity.fields
        if field.kind == "lines"
        for one in getattr(command, field.key)
        for line in field.lines
    ]
    for field, where in said:
        if hidden(field, work.actor) and field.key in where.model_fields_set:
            raise Forbidden(permission=f"field.{field.mask}")


def _with_hidden_values(work: Work, entity: Entity, command: Define, before: Mapping[str, Any]) -> Define:
    """Lines that are sent anew keep what their sender cannot see; a line is known by what it must say."""
    lists = [
        field
        for field in entity.fields
        if field.key in command.model_fields_set and any(hidden(line, work.actor) for line in field.lines)
    ]
    if not lists:
        return command
    said = command.model_dump(mode="json", exclude_unset=True)
    for field in lists:
        veiled = [line.key for line in field.lines if hidden(line, work.actor)]
        named = [line.key for line in field.lines if line.required and line.kind in ("text", "reference")]
        known = {tuple(line[key] for key in named): line for line in before[field.key]}
        for line in said[field.key]:
            was = known.get(tuple(line[key] for key in named), {})
            line |= {key: was.get(key) for key in veiled}
    return entity.command.model_validate(said)


async def _held(work: Work, entity: Entity, command: Define) -> Any:
    """The record as it is, locked; refused where the sender thought of another version."""
    table = entity.table
    values = await stored(Codes(work), entity.keys, command, {field.key for field in entity.keys}, NOTHING_KEPT)
    key = [table.c[field.column] == values[field.column] for field in entity.keys]
    row = (await work.session.execute(select(table).where(*key).with_for_update())).one_or_none()
    named = {"entity": entity.key, "key": key_of(entity, command.said())}
    if row is None:
        if command.expected_version not in (0, ANY):
            raise NotFound(kind=entity.key, key=named["key"])
        return None
    require_sight(work, entity, row._mapping, named["key"])
    if command.expected_version not in (0, ANY, row.version):
        raise Stale(**named)
    return row


async def _make(work: Work, entity: Entity, command: Define) -> Known:
    if entity.key == "site" and work.actor.site_ids is not None:
        raise BeyondYourSites
    everything = {field.key for field in entity.fields}
    values = await stored(Codes(work), entity.fields, command, everything, NOTHING_KEPT)
    status = Status.DRAFT if command.draft else Status.RELEASED
    said = command.said()
    record_id = await (entity.make(work, command) if entity.make else _insert(work, entity, values, status, said))
    require_team(work, entity, {**values, "id": record_id})
    require_sight(work, entity, {**values, "id": record_id}, key_of(entity, said))
    await write_lines(work, entity, command, record_id, everything, values.get("site_id"))
    if status == Status.RELEASED:
        await retire_other_editions(work, entity, {**values, "id": record_id}, command.reason)
    _tell(work, entity, record_id, values, None, {**said, "status": status.value}, command.reason)
    return Known(id=record_id, code=key_of(entity, said), version=1, outcome="made")


async def _insert(work: Work, entity: Entity, values: Any, status: Status, said: dict[str, Any]) -> int:
    made = await work.session.execute(
        insert(entity.table).values(**values, status=status, search=_search(entity, said)).returning(entity.table.c.id)
    )
    return int(made.scalar_one())


async def _change(work: Work, entity: Entity, command: Define, row: Any) -> Known:
    before = await read_record(work.session, entity, row.id)
    command = _with_hidden_values(work, entity, command, before)
    named = {key: value for key, value in command.said().items() if key in command.model_fields_set}
    after = {**before, **named}
    release = row.status == Status.DRAFT and "draft" in command.model_fields_set and not command.draft
    if after == before and not release:
        return Known(id=row.id, code=key_of(entity, after), version=row.version, outcome="unchanged")
    _require_changeable(entity, command, row, key_of(entity, after))
    kept = kept_by(entity.fields, [row._mapping], row._mapping.get("site_id"))
    values = await stored(Codes(work), entity.fields, command, command.model_fields_set, kept)
    life = {
        "version": row.version + 1,
        "revision": row.revision + (row.status not in entity.drafts),
        "status": Status.RELEASED if release else row.status,
    }
    changed = {**row._mapping, **values, **life}
    require_team(work, entity, changed)
    require_sight(work, entity, changed, key_of(entity, after))
    found = {"search": _search(entity, after)}
    await work.session.execute(
        update(entity.table).where(entity.table.c.id == row.id).values(**values, **life, **found)
    )
    await write_lines(work, entity, command, row.id, command.model_fields_set, changed.get("site_id"))
    if release:
        await retire_other_editions(work, entity, changed, command.reason)
    if entity.changed is not None:
        await entity.changed(work, row.id, before, after)
    before["status"], after["status"] = row.status, life["status"]
    shown = [key for key in after if after[key] != before[key]]
    _tell(
        work,
        entity,
        row.id,
        changed,
        {key: before[key] for key in shown},
        {key: after[key] for key in shown},
        command.reason,
    )
    return Known(id=row.id, code=key_of(entity, after), version=row.version + 1, outcome="changed")


def _require_changeable(entity: Entity, command: Define, row: Any, key: str) -> None:
    if command.expected_version == 0:
        raise CodeTaken(entity=entity.key, key=key)
    if row.status == Status.RETIRED:
        raise Retired(key=key)
    if row.status not in entity.drafts and command.reason is None:
        raise ReasonNeeded(key=key)


def _search(entity: Entity, values: dict[str, Any]) -> str:
    """Codes, names and other names; what a mask covers is not found by it."""
    texts: list[str] = []
    for field in entity.fields:
        value = None if field.mask else values.get(field.key)
        if field.kind == "names" and value:
            texts += value.values()
        elif field.kind in ("text", "reference") and value and field.key != "site_code":
            texts.append(value)
        elif field.kind == "texts" and not field.choices:
            texts += value or []
    return search_text(texts)


def _tell(work: Work, entity: Entity, record_id: int, stored: Any, before: Any, after: Any, reason: str | None) -> None:
    site_id, line_id = place_of(entity, {**stored, "id": record_id})
    work.audit(entity.key, record_id, before=before, after=after, reason=reason, site_id=site_id, line_id=line_id)
    work.emit(f"{entity.key}_defined", entity.key, record_id, site_id=site_id, line_id=line_id)
