# SPDX-License-Identifier: Apache-2.0
"""What a release means for others: of the editions of one thing, one is in use."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.codes import place_of
from lockstep.platform.metadata.entity import Entity
from lockstep.platform.metadata.models import Status


async def retire_other_editions(work: Work, entity: Entity, row: Mapping[Any, Any], reason: str | None) -> None:
    if not entity.one_in_use_of:
        return
    table = entity.table
    same = [table.c[field.column] == row[field.column] for field in entity.fields if field.key in entity.one_in_use_of]
    others = await work.session.execute(
        select(table)
        .where(*same, table.c.status == Status.RELEASED, table.c.id != row["id"])
        .with_for_update(key_share=True)
    )
    for other in others.mappings().all():
        await work.session.execute(
            update(table).where(table.c.id == other["id"]).values(status=Status.RETIRED, version=other["version"] + 1)
        )
        site_id, line_id = place_of(entity, other)
        work.audit(
            entity.key,
            other["id"],
            before={"status": Status.RELEASED.value},
            after={"status": Status.RETIRED.value},
            reason=reason,
            site_id=site_id,
            line_id=line_id,
        )
        work.emit(f"{entity.key}_retired", entity.key, other["id"], site_id=site_id, line_id=line_id)
