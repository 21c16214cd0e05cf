# SPDX-License-Identifier: Apache-2.0
"""Many senders at the same pieces: every booking counts once, and nothing is lost between two of them."""

import asyncio
from collections import Counter
from dataclasses import dataclass

import pytest

from lockstep.platform.database.engine import Sessions
from tests.support.plant import BuiltPlant, User, said, step
from tests.support.queueing import in_this_order
from tests.support.sending import outcome, send

pytestmark = pytest.mark.anyio

SENDERS = 50


async def test_fifty_parallel_reports_are_exact(plant: BuiltPlant) -> None:
    first, _ = await plant.order(quantity=1000)
    anna = await plant.user("anna")
    answers = await asyncio.gather(*(anna.report(first, 3, [("D1", 1, "scrap")]) for _ in range(SENDERS)))
    # Each answer shows the pieces of all before it: they were booked one after the other.
    assert sorted(answer["bar"]["good"] for answer in answers) == [3 * n for n in range(1, SENDERS + 1)]
    assert sorted(answer["bar"]["scrap"] for answer in answers) == list(range(1, SENDERS + 1))
    assert await plant.cells(first) == {"ready": 150, "scrap": 50}
    await plant.check()


async def test_parallel_reports_never_take_more_than_there_is(plant: BuiltPlant) -> None:
    first, second = await plant.order()
    anna = await plant.user("anna")
    await anna.report(first, 100)
    sent = [send(anna, "/reports", operation_id=second, **said(3)) for _ in range(SENDERS)]
    outcomes = Counter(outcome(answer) for answer in await asyncio.gather(*sent))
    assert outcomes == {(200, None): 33, (409, "over_available"): 17}
    assert await plant.cells(first) == {"ready": 1, "gone": 99}
    assert await plant.cells(second) == {"ready": 99}
    await plant.check()


async def test_parallel_reports_beyond_the_inputs_are_exact_in_warn_mode(plant: BuiltPlant) -> None:
    first, second = await plant.order(step("10"), step("20", input_rule="warn"))
    anna = await plant.user("anna")
    await anna.report(first, 40)
    answers = await asyncio.gather(*(anna.report(second, 2) for _ in range(SENDERS)))
    assert sum(1 for answer in answers if answer["warnings"]) == 30
    assert await plant.cells(first) == {"ready": -60, "gone": 100}
    assert await plant.cells(second) == {"ready": 100}
    await plant.check()


async def test_a_report_downstream_comes_before_the_reversal_of_its_input(
    plant: BuiltPlant, committing: Sessions
) -> None:
    anna = await plant.user("anna")
    made = await _made_at_20(plant, anna, "WO-1")
    taken, reversed_ = await in_this_order(committing, made.third, _take(anna, made), _reverse(anna, made))
    assert (taken, reversed_) == ((200, None), (409, "pieces_moved_on"))
    assert await plant.cells(made.second) == {"ready": 30, "gone": 30}
    assert await plant.cells(made.third) == {"ready": 30}
    await plant.check()


async def test_a_reversal_comes_before_the_report_that_wants_its_pieces(
    plant: BuiltPlant, committing: Sessions
) -> None:
    anna = await plant.user("anna")
    made = await _made_at_20(plant, anna, "WO-1")
    reversed_, taken = await in_this_order(committing, made.third, _reverse(anna, made), _take(anna, made))
    assert (reversed_, taken) == ((200, None), (409, "over_available"))
    assert await plant.cells(made.first) == {"ready": 100}
    assert await plant.cells(made.second) == await plant.cells(made.third) == {}
    await plant.check()


async def test_reports_and_reversals_that_race_keep_the_laws(plant: BuiltPlant) -> None:
    anna = await plant.user("anna")
    all_made = [await _made_at_20(plant, anna, f"WO-{number}") for number in range(10)]
    sent = [act for made in all_made for act in (_take(anna, made), _reverse(anna, made))]
    outcomes = await asyncio.gather(*sent)
    pairs = set(zip(outcomes[::2], outcomes[1::2], strict=True))
    assert pairs <= {
        ((200, None), (409, "pieces_moved_on")),
        ((409, "over_available"), (200, None)),
    }
    await plant.check()


@dataclass(frozen=True)
class _Made:
    """Three operations: 100 pieces made at the first, 60 at the second by one report."""

    first: int
    second: int
    third: int
    report_id: str


async def _made_at_20(plant: BuiltPlant, user: User, number: str) -> _Made:
    first, second, third = await plant.order(step("10"), step("20"), step("30"), number=number)
    await user.report(first, 100)
    return _Made(first, second, third, (await user.report(second, 60))["report_id"])


async def _take(user: User, made: _Made) -> tuple[int, str | None]:
    return outcome(await send(user, "/reports", operation_id=made.third, **said(30)))


async def _reverse(user: User, made: _Made) -> tuple[int, str | None]:
    return outcome(await send(user, f"/reports/{made.report_id}/reverse", reason="miscounted"))
