# SPDX-License-Identifier: Apache-2.0
"""Who may not know the customers is told of none: on the board, on a job card, on the report sheet."""

from typing import Any
from uuid import uuid4

import pytest

from lockstep.domains.masterdata.operations import define_customer
from lockstep.domains.masterdata.schemas import DefineCustomer
from tests.support.plant import OPERATOR, BuiltPlant, User, step
from tests.support.scopes import seat

pytestmark = pytest.mark.anyio


async def customers(user: User, operation_id: int) -> list[Any]:
    [row] = (await user.get("/board"))["rows"]
    queue = await user.get("/queue")
    sheet = await user.get(f"/operations/{operation_id}/sheet")
    cards = [card for group in ("running", "blocked", "next") for card in queue[group]]
    return [row["customer_name"], row["customer_grade"], *(card["customer_name"] for card in cards), sheet]


async def test_the_customer_is_shown_to_who_may_know(plant: BuiltPlant) -> None:
    known = DefineCustomer(id=uuid4(), code="C1", name="Demeike Steering", grade="A")
    customer_id = (await plant.run(define_customer, known))["id"]
    first, _ = await plant.order(step("10", stations=["ST-1"]), step("20"), customer_code="C1")
    operator = await plant.user("operator")
    leader = await plant.user("leader", (*OPERATOR, "field.customer"))
    await seat(plant, operator, "ST-1")
    await seat(plant, leader, "ST-1")

    assert "Demeike" not in str(await customers(operator, first))
    told = await customers(leader, first)
    assert told[:3] == ["Demeike Steering", "A", "Demeike Steering"]

    forbidden = await operator.get("/board", 403, customer=customer_id)
    assert forbidden["error"]["params"] == {"permission": "field.customer"}
    assert len((await leader.get("/board", customer=customer_id))["rows"]) == 1
