# SPDX-License-Identifier: Apache-2.0
"""Gates as facts: whoever wants to stop something writes a row; bars, queues and `can` read it."""

from typing import Any

from sqlalchemy import insert, select, update

from lockstep.domains.wip.commands import ReleaseBlock, SetBlock, TargetKind
from lockstep.domains.wip.errors import AlreadyReleased
from lockstep.domains.wip.models import Block
from lockstep.domains.wip.operations.forecast import reforecast
from lockstep.domains.wip.operations.store import emit_bars, store_plant
from lockstep.domains.wip.queries.blocks import place_of, touched_operations
from lockstep.domains.wip.queries.plant import lock_plant
from lockstep.domains.wip.schemas import BlockSet
from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

RELEASER = "wip.release"
ROW = Block.__table__


@operation("wip.set_block", permission="wip.hold")
async def set_block(work: Work, command: SetBlock) -> BlockSet:
    place = await place_of(work.session, work.actor, command.target_kind, command.target_id)
    if place is None:
        raise NotFound(kind=command.target_kind, key=command.target_id)
    values: dict[str, Any] = {
        "target_kind": command.target_kind,
        "target_id": command.target_id,
        "reason_code": command.reason_code,
        "reason_params": command.reason_params,
        "owner": command.owner,
        "releaser_permission": RELEASER,
        "starts_at": command.from_ or work.now,
        "ends_at": command.until,
    }
    found = await work.session.execute(insert(Block).values(**values, command_id=command.id).returning(Block.id))
    block_id = found.scalar_one()
    shown = {name: str(value) for name, value in values.items() if value is not None}
    work.audit("block", block_id, after={**shown, "reason_params": command.reason_params}, site_id=place.site_id)
    return await _announce(work, command, command.target_kind, command.target_id, block_id, "block_set")


@operation("wip.release_block", permission=RELEASER)
async def release_block(work: Work, command: ReleaseBlock) -> BlockSet:
    rows = await work.session.execute(select(ROW).where(ROW.c.id == command.block_id).with_for_update())
    block = rows.one_or_none()
    place = block and await place_of(work.session, work.actor, block.target_kind, block.target_id)
    if block is None or place is None:
        raise NotFound(kind="block", key=command.block_id)
    work.actor.require(block.releaser_permission)
    if block.released_at is not None:
        raise AlreadyReleased(by=block.released_by)
    await work.session.execute(
        update(ROW)  # type: ignore[arg-type]
        .where(ROW.c.id == block.id)
        .values(released_at=work.now, released_by=work.actor.name, release_reason=command.reason)
    )
    work.audit(
        "block",
        block.id,
        before={"reason_code": block.reason_code, "target": f"{block.target_kind} {block.target_id}"},
        after={"released_by": work.actor.name},
        reason=command.reason,
        site_id=place.site_id,
    )
    return await _announce(work, command, block.target_kind, block.target_id, block.id, "block_released")


async def _announce(
    work: Work, command: SetBlock | ReleaseBlock, kind: TargetKind, target_id: int, block_id: int, fact: str
) -> BlockSet:
    """The bars are read under the locks of their orders: none is older than the last report."""
    touched = set(await touched_operations(work.session, kind, target_id))
    plant = await lock_plant(work.session, touched, work.now)
    reforecast(work, plant, plant.orders)
    emit_bars(work, plant, fact, touched, block_id=block_id)
    await store_plant(work, plant)
    return BlockSet(id=command.id, block_id=block_id, operations=sorted(touched))
