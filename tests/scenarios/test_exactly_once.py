# SPDX-License-Identifier: Apache-2.0
"""The same command sent again: one booking, the same answer, and an answer for its sender only."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.domains.shopfloor.schemas import ReportProduction
from lockstep.platform.commands.errors import CommandNotYours
from tests.support.plant import EVERYBODY, BuiltPlant, User, said
from tests.support.sending import outcome, outcomes, send, send_batch

pytestmark = pytest.mark.anyio


def body(operation_id: int, **changes: Any) -> dict[str, Any]:
    made = said(20, [("D1", 2, "scrap"), ("D2", 1, "pending")])
    return {"id": str(uuid4()), "operation_id": operation_id, **made, **changes}


async def test_the_same_id_again_is_answered_the_same(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    sent = body(first)
    once = await anna.post("/reports", **sent)
    await anna.report(first, 5)
    again = await anna.post("/reports", **sent)
    assert again == once
    assert await plant.cells(first) == {"ready": 25, "scrap": 2, "hold": 1}
    await plant.check()


async def test_the_same_id_ten_times_at_once_is_one_booking(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    sent = body(first)
    answers = await asyncio.gather(*(anna.post("/reports", **sent) for _ in range(10)))
    assert all(answer == answers[0] for answer in answers)
    assert len(await _reports(anna, first)) == 1
    assert await plant.cells(first) == {"ready": 20, "scrap": 2, "hold": 1}
    await plant.check()


@pytest.mark.parametrize(
    "changes",
    [
        said(21, [("D1", 2, "scrap"), ("D2", 1, "pending")]),
        said(20, [("D1", 2, "rework"), ("D2", 1, "pending")]),
        said(20, [("D1", 1, "scrap"), ("D2", 2, "pending")]),
        {"lot": "L-1"},
        {"note": "another"},
        {"occurred_at": "2026-11-20T06:00:00Z"},
    ],
    ids=["good", "disposition", "quantities", "lot", "note", "occurred_at"],
)
async def test_the_same_id_with_other_content_is_refused(plant: BuiltPlant, changes: dict[str, Any]) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna")
    sent = body(first)
    await anna.post("/reports", **sent)
    assert outcome(await send(anna, "/reports", **{**sent, **changes})) == (409, "command_content_differs")
    assert await plant.cells(first) == {"ready": 20, "scrap": 2, "hold": 1}


async def test_the_same_content_is_the_same_however_it_is_written(plant: BuiltPlant) -> None:
    """A device that restarts may number anew, send what it had asked as done, and leave out what is usual."""
    first, _ = await plant.order()
    anna = await plant.user("anna")
    sent = body(first)
    once = await anna.post("/reports", **sent)
    again = {**sent, "good": 20.0, "mode": "book", "device_sequence": 7, "source": "station", "input_lots": []}
    assert await anna.post("/reports", **again) == once


async def test_another_person_learns_nothing_of_it(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    sent = body(first)
    await (await plant.user("anna")).post("/reports", **sent)
    bert = await plant.user("bert")
    assert outcome(await send(bert, "/reports", **sent)) == (404, "not_found")
    assert outcomes(await send_batch(bert, sent)) == [("refused", "not_found")]
    assert len(await _reports(bert, first)) == 1


async def test_another_device_learns_nothing_of_it(plant: BuiltPlant) -> None:
    first, _ = await plant.order()
    at_one = replace(EVERYBODY, account_id=1, device_id=1)
    command = ReportProduction.model_validate(body(first))
    answer = await plant.run(report_production, command, at_one)
    assert await plant.run(report_production, command, at_one) == answer
    for other in (replace(at_one, device_id=2), replace(at_one, device_id=None), replace(at_one, account_id=2)):
        with pytest.raises(CommandNotYours):
            await plant.run(report_production, command, other)


async def test_a_refused_command_may_be_sent_again(plant: BuiltPlant) -> None:
    """Nothing is stored of a refusal: the same id is judged by the plant as it is then."""
    first, second = await plant.order()
    anna = await plant.user("anna")
    sent = {"id": str(uuid4()), "operation_id": second, **said(10)}
    assert outcome(await send(anna, "/reports", **sent)) == (409, "over_available")
    await anna.report(first, 10)
    answer = await anna.post("/reports", **sent)
    assert answer["bar"]["good"] == 10
    await plant.check()


async def test_a_parked_command_is_answered_the_same(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    sent = {"id": str(uuid4()), "operation_id": second, "mode": "book", **said(10)}
    parked = await anna.post("/reports", **sent)
    assert parked["outcome"] == "parked"
    await anna.report(first, 10)
    assert await anna.post("/reports", **sent) == parked
    assert await plant.cells(second) == {}


async def _reports(user: User, operation_id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await user.get("/reports", operation_id=operation_id))["reports"]
    assert all(UUID(report["id"]) for report in found)
    return found
