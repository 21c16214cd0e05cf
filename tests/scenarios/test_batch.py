# SPDX-License-Identifier: Apache-2.0
"""A device's queue in one request: its order is kept, each report is answered by itself."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from lockstep.domains.shopfloor.models import DefectLine, ProductionReport
from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.domains.shopfloor.schemas import ReportProduction
from lockstep.domains.traceability.models import GenealogyEdge, Lot, SerialUnit
from lockstep.domains.wip.models import HoldCase, MovementRow
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.change.models import Change
from lockstep.platform.commands.boundary import execute_many
from lockstep.platform.commands.models import InboxEntry, ParkedCommand
from lockstep.platform.database.engine import Sessions
from tests.support.plant import EVERYBODY, BuiltPlant, said
from tests.support.queueing import held_order, until, waiting
from tests.support.sending import outcomes, send_batch

pytestmark = pytest.mark.anyio

BOOKED, DUPLICATE = ("booked", None), ("duplicate", None)
OVER = ("refused", "over_available")
ROUNDS = 8


def queued(operation_id: int, good: float, *defects: tuple[str, float, str], **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "operation_id": operation_id, **said(good, defects), **more}


async def test_a_batch_is_booked_in_the_order_of_the_device(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    made, taken = queued(first, 10), queued(second, 10)
    assert outcomes(await send_batch(anna, made, taken)) == [BOOKED, BOOKED]
    made, taken = queued(first, 10), queued(second, 10)
    assert outcomes(await send_batch(anna, taken, made)) == [OVER, BOOKED]
    assert await plant.cells(first) == {"ready": 10, "gone": 10}
    assert await plant.cells(second) == {"ready": 10}
    await plant.check()


async def test_each_answer_shows_the_plant_as_it_was_then(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    results = await send_batch(anna, *(queued(first, 10) for _ in range(3)))
    assert [line["result"]["bar"]["good"] for line in results] == [10, 20, 30]


async def test_an_id_twice_in_a_batch_is_one_booking(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    one = queued(first, 10, ("D1", 1, "scrap"))
    results = await send_batch(anna, one, queued(first, 5), one, {**one, "note": "another"})
    assert outcomes(results) == [BOOKED, BOOKED, DUPLICATE, ("refused", "command_content_differs")]
    assert results[2]["result"] == results[0]["result"]
    assert await plant.cells(first) == {"ready": 15, "scrap": 1}
    await plant.check()


async def test_a_batch_sent_again_adds_nothing(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    queue = [queued(first, 10), queued(second, 60), queued(second, 8), queued(first, 3)]
    once = await send_batch(anna, *queue)
    again = await send_batch(anna, *queue)
    assert outcomes(once) == [BOOKED, OVER, BOOKED, BOOKED]
    assert outcomes(again) == [DUPLICATE, OVER, DUPLICATE, DUPLICATE]
    assert [line.get("result") for line in again] == [line.get("result") for line in once]
    assert await anna.post("/reports", **queue[0]) == once[0]["result"]
    await plant.check()


async def test_a_batch_sent_many_times_at_once_is_booked_once(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    queue = [queued(first, 10, lot="L-1"), queued(second, 8), queued(first, 3, ("D1", 1, "scrap"))]
    answers = await asyncio.gather(*(send_batch(anna, *queue) for _ in range(6)))
    assert sorted(outcomes(answer)[0][0] for answer in answers) == ["booked", *["duplicate"] * 5]
    assert await plant.cells(first) == {"ready": 5, "gone": 8, "scrap": 1}
    await plant.check()


async def test_a_refused_report_in_the_middle_leaves_nothing(plant: BuiltPlant, committing: Sessions) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    await anna.report(first, 30)
    defects = ("D1", 2, "scrap"), ("D2", 2, "pending")
    refused = queued(second, 40, *defects, input_lots=[{"code": "L-8"}], serials=["S-9"])
    results = await send_batch(anna, queued(second, 10), refused, queued(second, 20, serials=["S-9"]))
    assert outcomes(results) == [BOOKED, OVER, BOOKED]
    assert await _traces(committing, UUID(refused["id"])) == []
    assert set(await _traces(committing, UUID(results[2]["id"]))) == {
        "production_report",
        "serial_unit",
        "movement",
        "change",
        "audit_entry",
        "command_inbox",
    }
    assert await plant.cells(second) == {"ready": 30}
    await plant.check()


async def test_only_what_is_booked_makes_lots(plant: BuiltPlant, committing: Sessions) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    known = await anna.report(first, 30, lot="L-0")
    results = await send_batch(
        anna,
        queued(first, 5, lot="L-1", input_lots=[{"code": "M-1"}]),
        queued(second, 90, lot="L-2", input_lots=[{"code": "M-1"}, {"code": "M-2"}]),
        queued(second, 90, lot="L-3", mode="book"),
        queued(second, 90, lot="L-0"),
    )
    assert (known["outcome"], outcomes(results)) == ("booked", [BOOKED, OVER, ("parked", None), OVER])
    async with committing() as session:
        codes = (await session.execute(select(Lot.code).order_by(Lot.code))).scalars().all()
    assert codes == ["L-0", "L-1", "M-1"]
    assert len((await anna.get(f"/operations/{first}/sheet"))["lots"]) == 1


async def test_what_has_happened_is_parked_and_the_queue_goes_on(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    results = await send_batch(
        anna,
        queued(first, 10, mode="book"),
        queued(second, 40, mode="book"),
        queued(999_999, 5, mode="book"),
        queued(999_999, 5),
        queued(second, 10, mode="book"),
    )
    assert outcomes(results) == [
        BOOKED,
        ("parked", None),
        ("parked", None),
        ("refused", "unknown_operation"),
        BOOKED,
    ]
    assert [line["result"]["warnings"][0]["code"] for line in results[1:3]] == ["over_available", "unknown_operation"]
    assert results[4]["result"]["bar"]["not_booked"] == 40
    await plant.check()


async def test_batches_over_the_same_orders_the_other_way_round_do_not_collide(
    plant: BuiltPlant, committing: Sessions
) -> None:
    """All orders are locked ascending before the first booking: nobody has to try a second time."""
    orders = [(await plant.order(number=f"WO-{number}"))[0] for number in range(3)]
    attempts = 0

    def clock() -> datetime:
        nonlocal attempts
        attempts += 1
        return plant.clock()

    async def batch(operations: list[int]) -> list[dict[str, Any]]:
        commands = [ReportProduction.model_validate(queued(operation, 1)) for operation in operations]
        return await execute_many(committing, EVERYBODY, clock, "test", report_production, commands)

    async def both_wait() -> bool:
        return await waiting(committing) == 2

    for _ in range(ROUNDS):
        # The test holds the order in the middle until both have come as far as they can.
        async with held_order(committing, orders[1]):
            sent = [asyncio.create_task(batch(way)) for way in (orders, orders[::-1])]
            await until(both_wait)
        answers = await asyncio.gather(*sent)
        assert {line["outcome"] for answer in answers for line in answer} == {"booked"}
    assert attempts == 2 * ROUNDS
    assert [await plant.cells(order) for order in orders] == [{"ready": 2 * ROUNDS}] * 3
    await plant.check()


async def _traces(sessions: Sessions, command_id: UUID) -> list[str]:
    """The tables that hold a row of this command."""
    ids: list[Any] = [
        ProductionReport.id,
        DefectLine.report_id,
        GenealogyEdge.command_id,
        SerialUnit.command_id,
        MovementRow.command_id,
        HoldCase.command_id,
        Change.command_id,
        AuditEntry.command_id,
        InboxEntry.id,
        ParkedCommand.id,
    ]
    async with sessions() as session:
        return [
            column.class_.__tablename__
            for column in ids
            if (await session.execute(select(column).where(column == command_id).limit(1))).first()
        ]
