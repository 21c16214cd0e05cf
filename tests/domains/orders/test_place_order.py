# SPDX-License-Identifier: Apache-2.0
"""Placing an order: its rows, its planned times, and what it refuses."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, update

from lockstep.domains.masterdata import operations as masterdata
from lockstep.domains.masterdata import schemas
from lockstep.domains.masterdata.decimals import DecimalsNotAllowed
from lockstep.domains.masterdata.models import Product
from lockstep.domains.orders.commands import PlaceOrder
from lockstep.domains.orders.models import Assignment, Operation, WorkOrder
from lockstep.domains.orders.operations.place import NumberTaken, OrderOutOfScope, place_order
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.kernel.qty import pieces
from lockstep.platform.change.models import Change
from lockstep.platform.database.engine import make_engine, make_sessions
from tests.support.clock import TestClock
from tests.support.plant import EVERYBODY, BuiltPlant, build_plant, step
from tests.support.scopes import add_second_site

pytestmark = pytest.mark.anyio


async def rows(plant: BuiltPlant, model: Any) -> list[Any]:
    async with plant.sessions() as session:
        return list(await session.scalars(select(model).order_by(model.id)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+08:00").astimezone(UTC)


async def test_an_order_stands_with_its_network(plant: BuiltPlant) -> None:
    ids = await plant.order(step("10", per=2), step("20", acceptance="after_report"), line_code="L1", quantity=50)
    (order,) = await rows(plant, WorkOrder)
    assert (order.number, order.status, order.quantity) == ("WO-1", "released", pieces(50))
    assert (order.site_id, order.line_id) == (plant.site_id, plant.lines["L1"])
    operations = {row.id: row for row in await rows(plant, Operation)}
    first, second = (operations[key] for key in ids)
    assert (first.successor_id, second.successor_id) == (second.id, None)
    assert (first.planned_qty, first.issued_qty, first.per) == (pieces(100), pieces(100), pieces(2))
    assert (second.planned_qty, second.issued_qty) == (pieces(50), 0)
    assert (first.sequence, second.sequence) == (10, 20)
    assert (first.acceptance, second.acceptance) == ("none", "after_report")
    (change,) = [row for row in await rows(plant, Change) if row.entity == "work_order"]
    assert (change.event, change.order_id, change.line_id) == ("order_placed", order.id, plant.lines["L1"])


async def test_planned_times_follow_the_stations_and_the_shifts(plant: BuiltPlant) -> None:
    ids = await plant.order(
        step("10", stations=["ST-1", "ST-2"], piece_seconds=360),
        step("20", stations=["ST-3"], piece_seconds=36),
        start_at="2026-11-20T15:00:00+08:00",
    )
    by_operation: dict[int, list[Any]] = {}
    for row in await rows(plant, Assignment):
        by_operation.setdefault(row.operation_id, []).append(row)
    first, second = (by_operation[key] for key in ids)
    assert [(row.station_id, row.planned_qty) for row in first] == [
        (plant.stations["ST-1"], pieces(50)),
        (plant.stations["ST-2"], pieces(50)),
    ]
    assert {(row.planned_start, row.planned_end) for row in first} == {(at("20T15:00:00"), at("20T20:00:00"))}
    assert [(row.planned_start, row.planned_end) for row in second] == [(at("20T20:00:00"), at("20T21:00:00"))]
    operations = {row.id: row for row in await rows(plant, Operation)}
    assert operations[ids[0]].planned_start == at("20T15:00:00")
    assert operations[ids[1]].planned_end == at("20T21:00:00")
    (order,) = await rows(plant, WorkOrder)
    assert order.forecast_at == at("20T21:00:00")


async def test_the_next_order_waits_for_the_station(plant: BuiltPlant) -> None:
    for number in ("WO-1", "WO-2"):
        await plant.order(step("10", stations=["ST-1"], piece_seconds=36), number=number)
    first, second = await rows(plant, Assignment)
    assert first.planned_start == plant.clock()
    assert second.planned_start == first.planned_end


async def test_an_order_that_is_only_planned_has_no_times(plant: BuiltPlant) -> None:
    await plant.order(step("10", stations=["ST-1"], piece_seconds=36), release=False)
    (order,), (operation,) = await rows(plant, WorkOrder), await rows(plant, Operation)
    assert (order.status, order.released_at, operation.status) == ("planned", None, "planned")
    assert (operation.planned_start, await rows(plant, Assignment)) == (None, [])


async def test_a_number_is_taken_once_within_a_site(plant: BuiltPlant) -> None:
    await plant.order()
    with pytest.raises(NumberTaken) as refusal:
        await plant.order()
    assert refusal.value.params == {"number": "WO-1"}
    assert len(await rows(plant, WorkOrder)) == 1
    assert len(await rows(plant, Operation)) == 2


@pytest.mark.parametrize(
    ("changes", "kind", "key"),
    [
        ({"site_code": "S9"}, "site", "S9"),
        ({"line_code": "L9"}, "line", "L9"),
        ({"product_code": "P9"}, "product", "P9"),
        ({"customer_code": "C9"}, "customer", "C9"),
        ({"operations": [step("10", stations=["ST-1", "ST-9"])]}, "station", "ST-9"),
    ],
)
async def test_what_it_names_must_be_there(plant: BuiltPlant, changes: dict[str, Any], kind: str, key: str) -> None:
    body = {"id": uuid4(), "site_code": "S1", "number": "WO-1", "product_code": "P1", "quantity": 10}
    command = PlaceOrder.model_validate({**body, "operations": [step("10")], **changes})
    with pytest.raises(NotFound) as refusal:
        await plant.run(place_order, command)
    assert refusal.value.params == {"kind": kind, "key": key}
    assert await rows(plant, WorkOrder) == []


async def test_it_is_placed_within_the_sites_and_lines_of_the_account(plant: BuiltPlant) -> None:
    south = await add_second_site(plant)
    limits: dict[str, dict[str, Any]] = {
        "everywhere": {},
        "site": {"site_ids": (plant.site_id,)},
        "other site": {"site_ids": (south,)},
        "line": {"site_ids": (plant.site_id,), "line_ids": (plant.lines["L1"],)},
    }
    allowed = {
        "L1": {"everywhere", "site", "line"},
        "L2": {"everywhere", "site"},
        None: {"everywhere", "site"},
    }
    for line, names in allowed.items():
        for name, limit in limits.items():
            planner = replace(EVERYBODY, **limit)
            order = plant.order(step("10"), number=f"WO-{line}-{name}", line_code=line, actor=planner)
            if name in names:
                assert len(await order) == 1
                continue
            with pytest.raises(OrderOutOfScope):
                await order
    assert len(await rows(plant, WorkOrder)) == sum(len(names) for names in allowed.values())


async def test_a_planner_of_a_line_plans_on_its_stations_only(plant: BuiltPlant) -> None:
    planner = replace(EVERYBODY, site_ids=(plant.site_id,), line_ids=(plant.lines["L1"],))
    with pytest.raises(NotFound) as refusal:
        await plant.order(step("10", stations=["ST-1", "ST-3"]), actor=planner)
    assert refusal.value.params == {"kind": "station", "key": "ST-3"}
    await plant.order(step("10", stations=["ST-1", "ST-2"]), actor=planner)
    assert len(await rows(plant, Assignment)) == 2


async def test_its_quantities_are_as_fine_as_the_product_is_counted(plant: BuiltPlant) -> None:
    for wrong in ({"quantity": 1.5}, {"operations": [step("10", planned_qty=0.25), step("20")]}):
        steps = wrong.get("operations", [step("10")])
        with pytest.raises(DecimalsNotAllowed) as refusal:
            await plant.order(*steps, quantity=wrong.get("quantity", 10))
        assert (refusal.value.params["unit"], refusal.value.params["decimals"]) == ("pcs", 0)
    assert await rows(plant, WorkOrder) == []
    async with plant.sessions() as session, session.begin():
        await session.execute(update(Product).values(decimals=1))
    await plant.order(quantity=1.5)
    with pytest.raises(DecimalsNotAllowed):
        await plant.order(quantity=1.25, number="WO-2")


async def test_the_customer_and_the_due_date_are_kept(plant: BuiltPlant) -> None:
    customer = schemas.DefineCustomer(id=uuid4(), code="C1", name="Demeike", grade="A")
    known = await plant.run(masterdata.define_customer, customer)
    await plant.order(customer_code="C1", due_at="2026-11-23T08:00:00+08:00", priority=5)
    (order,) = await rows(plant, WorkOrder)
    assert (order.customer_id, order.due_at, order.priority) == (known["id"], at("23T08:00:00"), 5)


async def test_one_number_placed_twice_at_once_is_one_order(own_database: str, clock: TestClock) -> None:
    engine = make_engine(own_database)
    async with httpx.AsyncClient() as nobody:
        plant = await build_plant(make_sessions(engine), clock, nobody)
        answers = await asyncio.gather(*(plant.order() for _ in range(6)), return_exceptions=True)
        refusals = [answer for answer in answers if isinstance(answer, LockstepError)]
        assert [refusal.code for refusal in refusals] == ["order_number_taken"] * 5
        assert len(await rows(plant, WorkOrder)) == 1
    await engine.dispose()
