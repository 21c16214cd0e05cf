# SPDX-License-Identifier: Apache-2.0
"""The life of a record after it is made: released, retired, back in use; a draft may go."""

from typing import Any, Literal

from psycopg.errors import ForeignKeyViolation
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from lockstep.kernel.errors import NotFound
from lockstep.kernel.types import Code, Id, Reason
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.codes import key_of, place_of
from lockstep.platform.metadata.define import RecordStatus
from lockstep.platform.metadata.entity import READ, Entity, entity_of
from lockstep.platform.metadata.errors import NoSuchStep, NotADraft, RecordInUse, Stale
from lockstep.platform.metadata.life import retire_other_editions
from lockstep.platform.metadata.models import Status
from lockstep.platform.metadata.reading import in_sight, read_record

STEPS = {
    (Status.DRAFT, Status.RELEASED),
    (Status.RELEASED, Status.RETIRED),
    (Status.DRAFT, Status.RETIRED),
    (Status.RETIRED, Status.RELEASED),
}


class ChangeStatus(Command):
    entity: Code
    record_id: Id
    expected_version: int
    to: Literal[Status.RELEASED, Status.RETIRED]
    reason: Reason


class DeleteDraft(Command):
    entity: Code
    record_id: Id
    expected_version: int


@operation("metadata.change_status", permission=READ)
async def change_status(work: Work, command: ChangeStatus) -> RecordStatus:
    entity, row = await _held(work, command)
    key = key_of(entity, await read_record(work.session, entity, row.id))
    if (row.status, command.to) not in STEPS or row.status not in entity.can:
        raise NoSuchStep(key=key, status=row.status, to=command.to)
    version = row.version + 1
    await work.session.execute(
        update(entity.table).where(entity.table.c.id == row.id).values(status=command.to, version=version)
    )
    if command.to == Status.RELEASED:
        await retire_other_editions(work, entity, row._mapping, command.reason)
    site_id, line_id = place_of(entity, row._mapping)
    work.audit(
        entity.key,
        row.id,
        before={"status": row.status},
        after={"status": command.to.value},
        reason=command.reason,
        site_id=site_id,
        line_id=line_id,
    )
    work.emit(f"{entity.key}_{command.to.value}", entity.key, row.id, site_id=site_id, line_id=line_id)
    return RecordStatus(id=row.id, version=version, status=command.to)


@operation("metadata.delete_draft", permission=READ)
async def delete_draft(work: Work, command: DeleteDraft) -> RecordStatus:
    """What has records stays for ever; a draft that nothing names may go."""
    entity, row = await _held(work, command)
    before = await read_record(work.session, entity, row.id)
    key = key_of(entity, before)
    if row.status != Status.DRAFT:
        raise NotADraft(key=key)
    try:
        async with work.session.begin_nested():
            for model in entity.lines.values():
                lines: Any = model.__table__
                await work.session.execute(delete(lines).where(lines.c[f"{entity.table.name}_id"] == row.id))
            await work.session.execute(delete(entity.table).where(entity.table.c.id == row.id))
    except IntegrityError as error:
        if isinstance(error.orig, ForeignKeyViolation):
            raise RecordInUse(key=key) from None
        raise
    site_id, line_id = place_of(entity, row._mapping)
    work.audit(entity.key, row.id, before=before, site_id=site_id, line_id=line_id)
    work.emit(f"{entity.key}_deleted", entity.key, row.id, site_id=site_id, line_id=line_id)
    return RecordStatus(id=row.id, version=row.version, status="deleted")


async def _held(work: Work, command: ChangeStatus | DeleteDraft) -> tuple[Entity, Any]:
    entity = entity_of(command.entity)
    work.actor.require(entity.permission)
    if entity.make is not None:
        raise NotFound(kind="entity", key=entity.key)
    found = await work.session.execute(
        select(entity.table)
        .where(entity.table.c.id == command.record_id, in_sight(entity, work.actor))
        .with_for_update(key_share=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound(kind=entity.key, key=command.record_id)
    if row.version != command.expected_version:
        raise Stale(entity=entity.key, key=command.record_id)
    return entity, row
