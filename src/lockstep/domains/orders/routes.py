# SPDX-License-Identifier: Apache-2.0
from typing import Any

from fastapi import APIRouter

from lockstep.domains.orders import entities
from lockstep.domains.orders.commands import (
    LinePromised,
    OrderPlaced,
    PlaceOrder,
    PromiseLine,
    SetOwners,
    SetPlannedTimes,
)
from lockstep.domains.orders.operations.define import DEFINING
from lockstep.domains.orders.operations.owners import set_owners
from lockstep.domains.orders.operations.place import place_order
from lockstep.domains.orders.operations.planning import set_planned_times
from lockstep.domains.orders.operations.promise import promise_line
from lockstep.domains.orders.order_plan import OrderPlan, order_plan
from lockstep.kernel.types import Id
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.metadata.routes import add_action_routes, add_saving_route

router = APIRouter(tags=["orders"])

for _define in DEFINING:
    add_saving_route(router, _define)
add_action_routes(router, entities.WORK_ORDER)


@router.post("/orders/place", response_model=OrderPlaced)
async def place(context: Signed, command: PlaceOrder) -> Any:
    return await context.run(place_order, command)


@router.post("/orders/set-planned-times", response_model=OrderPlaced)
async def set_times(context: Signed, command: SetPlannedTimes) -> Any:
    return await context.run(set_planned_times, command)


@router.post("/orders/set-owners", response_model=OrderPlaced)
async def change_owners(context: Signed, command: SetOwners) -> Any:
    return await context.run(set_owners, command)


@router.post("/orders/promise-line", response_model=LinePromised)
async def promise(context: Signed, command: PromiseLine) -> Any:
    return await context.run(promise_line, command)


@router.get("/orders/{order_id}/plan")
async def show_plan(context: Signed, order_id: Id) -> OrderPlan:
    return await context.read(order_plan, order_id)
