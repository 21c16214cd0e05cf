# SPDX-License-Identifier: Apache-2.0
"""Tells the orders in work until they stand as they do now: reports, inspections, what is held and what is stopped."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from lockstep.app.demo import current
from lockstep.app.demo.current import Gate, HeldPieces, Stopped
from lockstep.app.demo.history import day_begin
from lockstep.app.demo.orders import Placed
from lockstep.app.demo.people import INSPECTOR, LEADER, Cast
from lockstep.app.demo.story import Act, acts_of
from lockstep.app.demo.telling import Scene, Telling, story_id
from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.domains.shopfloor.schemas import DefectIn, InputLotIn, ReportProduction
from lockstep.domains.wip.commands import Hold, Judge, ReleaseBlock, SetBlock
from lockstep.domains.wip.operations.blocks import release_block, set_block
from lockstep.domains.wip.operations.hold import hold_pieces
from lockstep.domains.wip.operations.judge import judge_pieces
from lockstep.kernel.ids import derived_id

STOPPED_AGO = timedelta(minutes=46)


def scenes_of_work(telling: Telling, cast: Cast, placed: Mapping[str, Placed]) -> Iterator[Scene]:
    for order in current.ORDERS:
        begun: set[str] = set()
        for act in acts_of(order, telling.now):
            pieces = order.made[act.step].total
            lots = [] if act.step in begun else current.lots_into(act.order, act.step, act.at, pieces)
            begun.add(act.step)
            yield Scene(act.at, partial(_tell, telling, cast, placed[act.order].operations[act.step], act, lots))


async def _tell(telling: Telling, cast: Cast, operation_id: int, act: Act, lots: list[dict[str, Any]]) -> None:
    command = ReportProduction(
        id=act.id,
        operation_id=operation_id,
        good=act.good,
        ng=sum(quantity for _, quantity, _ in act.defects),
        defects=[
            DefectIn(defect_code=code, quantity=quantity, disposition=disposition)
            for code, quantity, disposition in act.defects
        ],
        input_lots=[InputLotIn.model_validate(lot) for lot in lots],
        occurred_at=act.at,
    )
    await telling.run(report_production, command, act.at, cast.at(act.station, act.worker))
    if act.verified:
        judge = Judge(
            id=derived_id(act.id, "judge"), operation_id=operation_id, quantity=act.verified, verdict="accept"
        )
        await telling.run(judge_pieces, judge, act.at + timedelta(minutes=5), cast.office(INSPECTOR))


async def tell_stops(telling: Telling, cast: Cast, placed: Mapping[str, Placed]) -> None:
    """Pieces that were quarantined, and what is stopped now."""
    for stop in current.HOLDS:
        await _hold(telling, cast, placed, stop)
    for gate in current.BLOCKS:
        await _stop(telling, cast, placed, gate)
    for stopped in current.STOPPED:
        await _stand(telling, cast, placed, stopped)


async def _hold(telling: Telling, cast: Cast, placed: Mapping[str, Placed], stop: HeldPieces) -> None:
    hold = Hold(
        id=story_id("hold", stop.order, stop.step),
        operation_id=placed[stop.order].operations[stop.step],
        cell="ready",
        quantity=stop.quantity,
        reason=stop.reason,
    )
    await telling.run(hold_pieces, hold, telling.now - timedelta(hours=stop.hours_ago), cast.office(INSPECTOR))


async def _stop(telling: Telling, cast: Cast, placed: Mapping[str, Placed], gate: Gate) -> None:
    block = SetBlock.model_validate(
        {
            "id": story_id("block", gate.order, gate.step),
            "target_kind": "operation",
            "target_id": placed[gate.order].operations[gate.step],
            "reason_code": gate.reason_code,
            "reason_params": gate.reason_params,
            "owner": gate.owner,
            "until": telling.now + timedelta(hours=gate.answer_in_hours),
        }
    )
    await telling.run(set_block, block, telling.now - STOPPED_AGO, cast.office(INSPECTOR))


async def _stand(telling: Telling, cast: Cast, placed: Mapping[str, Placed], stopped: Stopped) -> None:
    began = day_begin(telling.now) - timedelta(hours=stopped.hours_before)
    block = SetBlock(
        id=story_id("stopped", stopped.order, stopped.step),
        target_kind="operation",
        target_id=placed[stopped.order].operations[stopped.step],
        reason_code=stopped.reason_code,
    )
    leader = cast.office(LEADER)
    found = await telling.run(set_block, block, began, leader)
    release = ReleaseBlock(
        id=story_id("went on", stopped.order, stopped.step), block_id=found["block_id"], reason=stopped.went_on
    )
    await telling.run(release_block, release, began + timedelta(minutes=stopped.minutes), leader)
