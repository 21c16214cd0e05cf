# SPDX-License-Identifier: Apache-2.0
"""Gates as facts: whoever wants to stop something writes a row; bars, queues and `can` read it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, text, update

from lockstep.domains.wip.commands import ReleaseBlock, SetBlock, TargetKind
from lockstep.domains.wip.errors import AlreadyReleased
from lockstep.domains.wip.models import TO_COME, Block
from lockstep.domains.wip.operations.forecast import reforecast
from lockstep.domains.wip.operations.store import emit_bars, store_plant
from lockstep.domains.wip.queries.blocks import owner_named, place_of, touched_operations
from lockstep.domains.wip.queries.plant import lock_plant
from lockstep.domains.wip.schemas import BlockSet
from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

RELEASER = "wip.release"
ROW = Block.__table__
DUE = text(
    f"""
    SELECT id, target_kind, target_id, ends_at IS NULL OR ends_at > :now AS in_force
      FROM block
     WHERE {TO_COME}
       AND (starts_at > announced_at AND starts_at <= :now OR ends_at > announced_at AND ends_at <= :now)
     ORDER BY id
       FOR UPDATE SKIP LOCKED
    """
)


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
        "owner": command.owner or await _owner(work, command),
        "releaser_permission": RELEASER,
        "starts_at": command.from_ or work.now,
        "ends_at": command.until,
    }
    stored = {**values, "announced_at": work.now, "command_id": command.id}
    found = await work.session.execute(insert(Block).values(**stored).returning(Block.id))
    block_id = found.scalar_one()
    shown = {name: str(value) for name, value in values.items() if value is not None}
    after = {**shown, "reason_params": command.reason_params}
    work.audit("block", block_id, after=after, site_id=place.site_id, line_id=place.line_id)
    return await _announce(work, command, command.target_kind, command.target_id, block_id, "block_set")


async def _owner(work: Work, command: SetBlock) -> str:
    named = await owner_named(work.session, command.target_kind, command.target_id)
    return named or work.actor.name


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
        line_id=place.line_id,
    )
    return await _announce(work, command, block.target_kind, block.target_id, block.id, "block_released")


async def _announce(
    work: Work, command: SetBlock | ReleaseBlock, kind: TargetKind, target_id: int, block_id: int, fact: str
) -> BlockSet:
    """The bars are read under the locks of their orders: none is older than the last report."""
    touched = set(await touched_operations(work.session, kind, target_id))
    await _tell_screens(work, [(block_id, fact, touched)])
    return BlockSet(id=command.id, block_id=block_id, operations=sorted(touched))


async def announce_blocks(work: Work) -> int:
    """Blocks that have begun or ended by themselves since the screens last heard of them; how many.

    Each is announced once: who comes second finds it locked, or announced.
    """
    due = (await work.session.execute(DUE, {"now": work.now})).all()
    if not due:
        return 0
    told = [
        (
            block.id,
            "block_begun" if block.in_force else "block_ended",
            set(await touched_operations(work.session, block.target_kind, block.target_id)),
        )
        for block in due
    ]
    ids = [block.id for block in due]
    await work.session.execute(update(ROW).where(ROW.c.id.in_(ids)).values(announced_at=work.now))  # type: ignore[arg-type]
    await _tell_screens(work, told)
    return len(due)


async def _tell_screens(work: Work, told: Sequence[tuple[int, str, set[int]]]) -> None:
    """Of each block its fact, with the new bars of the operations that it touches."""
    plant = await lock_plant(work.session, set().union(*(touched for _, _, touched in told)), work.now)
    reforecast(work, plant, plant.orders)
    for block_id, fact, touched in told:
        emit_bars(work, plant, fact, touched, block_id=block_id)
    await store_plant(work, plant)
