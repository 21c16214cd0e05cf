# SPDX-License-Identifier: Apache-2.0
"""What a mask covers is covered in the audit and in the history of a record, too, however deep it stands there."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest

from lockstep.platform.database.engine import Sessions
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio

NAME = {"en": "X"}
SECRET, LATER = 7_531.5, 8_642.5
"""Numbers that stand nowhere else."""


@pytest.fixture
def plant(plant_as_built: BuiltPlant, sessions: Sessions, clock: TestClock, client: httpx.AsyncClient) -> BuiltPlant:
    return plant_as_built.over(sessions, clock, client)


async def a_sales_order(plant: BuiltPlant, boss: User) -> None:
    await boss.post("/entities/customer/save", code="C-1", name="Customer")
    await boss.post("/entities/customer/save", code="C-2", name="Customer")
    line = {"line": "1", "product_code": "P1", "quantity": 5}
    body = {"site_code": "S1", "number": "SO-1", "lines": [line]}
    await boss.post("/entities/sales_order/save", **body, customer_code="C-1", customer_reference="THEIRS")
    changed = {"expected_version": 1, "reason": "the other one"}
    await boss.post("/entities/sales_order/save", **body, **changed, customer_code="C-2", customer_reference="THEIRS")


async def a_placed_order(plant: BuiltPlant, boss: User) -> None:
    await boss.post("/entities/customer/save", code="C-1", name="Customer")
    body = {"site_code": "S1", "line_code": "L1", "number": "WO-1", "product_code": "P1", "quantity": 5}
    steps = [{"code": "10", "name": NAME, "piece_rate": SECRET}]
    await boss.post("/orders/place", **body, customer_code="C-1", operations=steps)


async def a_product(plant: BuiltPlant, boss: User) -> None:
    body = {"code": "PX", "name": NAME}
    await boss.post("/entities/product/save", **body, standard_cost=SECRET)
    await boss.post("/entities/product/save", **body, standard_cost=LATER, expected_version=1, reason="dearer")


async def a_line_with_a_price(plant: BuiltPlant, boss: User) -> None:
    await boss.post("/entities/customer/save", code="C-1", name="Customer")
    line = {"line": "1", "product_code": "P1", "quantity": 5}
    body = {"site_code": "S1", "number": "SO-1", "customer_code": "C-1"}
    await boss.post("/entities/sales_order/save", **body, lines=[{**line, "price": SECRET}])
    changed = {"expected_version": 1, "reason": "dearer"}
    await boss.post("/entities/sales_order/save", **body, **changed, lines=[{**line, "price": LATER}])


async def a_routing(plant: BuiltPlant, boss: User) -> None:
    body = {"site_code": "S1", "product_code": "P1", "edition": "A", "operations": [{"code": "10", "name": NAME}]}
    limits = {"operation": "10", "code": "T", "name": NAME, "low": 1}
    await boss.post("/entities/routing/save", **body, parameters=[{**limits, "high": SECRET}])
    changed = {"expected_version": 1, "reason": "hotter"}
    await boss.post("/entities/routing/save", **body, **changed, parameters=[{**limits, "high": LATER}])


async def reports_and_figures(plant: BuiltPlant, boss: User) -> None:
    operation, _ = await plant.order()
    people = [{"person_id": plant.people["P-1"], "share": 37}, {"person_id": plant.people["P-2"], "share": 63}]
    await boss.report(operation, 5, people=people)
    await boss.post("/figures/team", site_id=plant.site_id)
    parked = await boss.report(operation, 900, people=people, mode="book")
    await boss.post(f"/parked/{parked['id']}/book")


@dataclass(frozen=True)
class Case:
    mask: str
    made: Callable[[BuiltPlant, User], Awaitable[None]]
    told: tuple[str, ...]
    entity: str | None = None
    """Whose history tells it as well."""


CASES = [
    Case("field.customer", a_sales_order, ('"C-1"', '"C-2"', "THEIRS"), "sales_order"),
    Case("field.customer", a_placed_order, ('"C-1"',)),
    Case("field.price", a_placed_order, (str(SECRET),)),
    Case("field.price", a_product, (str(SECRET), str(LATER)), "product"),
    Case("field.price", a_line_with_a_price, (str(SECRET), str(LATER)), "sales_order"),
    Case("field.recipe", a_routing, (str(SECRET), str(LATER)), "routing"),
    Case("field.person", reports_and_figures, ('"share": 37', "Person P-1", "Person P-2")),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.mask}-{case.made.__name__}")
async def test_who_may_not_know_it_is_not_told(plant: BuiltPlant, case: Case) -> None:
    await case.made(plant, await plant.user("boss", LEADER))
    auditor = await plant.user("auditor", tuple(right for right in LEADER if right != case.mask))
    entitled = await plant.user("entitled", LEADER)
    assert told_of(case, await audit(auditor)) == ()
    assert told_of(case, await audit(entitled)) == case.told
    if case.entity is not None:
        assert told_of(case, await history(auditor, case.entity)) == ()
        assert told_of(case, await history(entitled, case.entity)) == case.told


def told_of(case: Case, answer: str) -> tuple[str, ...]:
    return tuple(told for told in case.told if told in answer)


async def audit(user: User) -> str:
    """What the entries keep, without those about customers and people themselves: they are master data."""
    entries = (await user.get("/audit"))["entries"]
    told = [one for one in entries if one["entity_type"] not in ("customer", "person")]
    return json.dumps([[one["before"], one["after"]] for one in told])


async def history(user: User, entity: str) -> str:
    rows = (await user.get(f"/entities/{entity}/records", sort="revision", descending=True))["rows"]
    return json.dumps(await user.get(f"/entities/{entity}/records/{rows[0]['id']}/history"))


async def test_what_no_mask_covers_is_told_as_before(plant: BuiltPlant) -> None:
    await a_placed_order(plant, await plant.user("boss", LEADER))
    auditor = await plant.user("auditor", ("audit.read",))
    [placed] = (await auditor.get("/audit", operation="orders.place_order"))["entries"]
    assert (placed["after"]["number"], placed["after"]["customer_code"]) == ("WO-1", None)
    [step] = placed["after"]["operations"]
    assert (step["code"], step["name"], step["piece_rate"]) == ("10", NAME, None)


async def test_a_saved_view_tells_its_fields_and_not_their_values(plant: BuiltPlant) -> None:
    boss = await plant.user("boss", LEADER)
    view = {"entity": "sales_order", "name": "theirs", "wanted": {"filters": {"customer_code": "C-SECRET"}}}
    await boss.post("/entities/save-view", **view)
    await boss.post("/entities/delete-view", entity="sales_order", name="theirs")
    entries = (await boss.get("/audit", entity="saved_view"))["entries"]
    assert [(one["before"] or one["after"])["filters"] for one in entries] == [["customer_code"]] * 2
