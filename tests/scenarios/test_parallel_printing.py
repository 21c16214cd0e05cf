# SPDX-License-Identifier: Apache-2.0
"""Who prints a card at the same moment as another prints it a second time, and is told so."""

import asyncio
from collections import Counter

import pytest

from tests.support.plant import OPERATOR, BuiltPlant
from tests.support.sending import outcome, send

pytestmark = pytest.mark.anyio


async def test_of_many_at_once_one_prints_first(plant: BuiltPlant) -> None:
    await plant.order()
    anna = await plant.user("anna", (*OPERATOR, "print.create"))
    order_id = (await anna.get("/scan", code="WO-1"))["order_id"]
    card = {"kind": "traveller", "subject_id": order_id, "revision": 1}
    answers = await asyncio.gather(*(send(anna, "/documents/print", **card) for _ in range(3)))
    assert Counter(outcome(answer) for answer in answers) == {(200, None): 1, (403, "forbidden"): 2}
