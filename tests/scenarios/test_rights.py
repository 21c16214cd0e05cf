# SPDX-License-Identifier: Apache-2.0
"""Over all routes and roles: nothing of another site comes back, and nobody does what their role does not say."""

from uuid import uuid4

import httpx
import pytest

from lockstep.kernel.errors import Forbidden
from lockstep.platform.accounts.permissions import DEFAULT_ROLES, SIGNED_IN, DefaultRole
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import execute
from lockstep.platform.commands.operation import OPERATIONS
from lockstep.platform.database.engine import Sessions
from lockstep.platform.metadata.entity import ENTITIES
from tests.support.application import application
from tests.support.asking import everything
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio

MARK = "ZEBRA"
"""In every name of the first site that belongs to it alone."""

EVERY_ROLE = pytest.mark.parametrize("role", DEFAULT_ROLES, ids=lambda role: role.code)


@pytest.fixture
async def plant(
    plant_as_built: BuiltPlant, sessions: Sessions, clock: TestClock, client: httpx.AsyncClient
) -> BuiltPlant:
    """One site with something of every kind, and another without anything."""
    made = plant_as_built.over(sessions, clock, client)
    boss = await made.user("boss", LEADER)
    name = {"en": f"{MARK} name"}
    changed = {"expected_version": "any", "reason": "marked"}
    for entity, body in (
        ("site", {"code": "S1"}),
        ("line", {"site_code": "S1", "code": "L1"}),
        ("station", {"site_code": "S1", "line_code": "L1", "code": "ST-1"}),
        ("shift", {"site_code": "S1", "code": "day", "starts": "08:00", "ends": "20:00", "weekdays": [0]}),
    ):
        await boss.post(f"/entities/{entity}/save", **body, **changed, name=name)
    await boss.post("/entities/person/save", site_code="S1", code="P-1", **changed, name=f"{MARK} person")
    await boss.post("/entities/team/save", site_code="S1", code=f"{MARK}-T", name=name)
    await boss.post("/entities/customer/save", code="C-1", name="Customer")
    line = {"line": "1", "product_code": "P1", "quantity": 5}
    sales = {"site_code": "S1", "number": f"{MARK}-SO", "customer_code": "C-1", "lines": [line]}
    await boss.post("/entities/sales_order/save", **sales)
    first, _ = await made.order(number=f"{MARK}-1")
    await boss.report(first, 5, [("D1", 1, "pending")], lot=f"{MARK}-LOT", note=f"{MARK} note")
    parked = {"operation_id": first, "good": 100_000, "ng": 0, "defects": [], "note": MARK, "mode": "book"}
    await boss.post("/reports", **parked)
    await boss.post("/blocks", target_kind="operation", target_id=first, reason_code="quality", owner=MARK)
    await boss.post("/entities/site/save", code="S2", name={"en": "Far"})
    return made


async def far_away(plant: BuiltPlant, role: DefaultRole) -> User:
    boss = await plant.user("finder", LEADER)
    page = await boss.get("/entities/site/records", search="s2")
    return await plant.user(f"far {role.code}", role.permissions, sites=[page["rows"][0]["id"]])


async def ids_here(plant: BuiltPlant) -> dict[str, list[str]]:
    """What an address may name, of the first site."""
    boss = await plant.user("lister", LEADER)
    board = await boss.get("/board")
    reports = await boss.get("/reports", order_id=board["rows"][0]["order_id"])
    records = {entity: await boss.get(f"/entities/{entity}/records") for entity in ENTITIES}
    order, operation = board["rows"][0]["order_id"], board["rows"][0]["cells"][0]["operation_id"]
    return {
        "entity": list(ENTITIES),
        "record_id": sorted({str(row["id"]) for page in records.values() for row in page["rows"]})[:3],
        "operation_id": [str(operation)],
        "order_id": [str(order)],
        "report_id": [report["id"] for report in reports["reports"]],
        "kind": ["traveller", "station", "badge", "tray", "lot"],
        "export.kind": ["csv"],
        "template.kind": ["csv"],
    }


@EVERY_ROLE
async def test_nothing_of_another_site_comes_back(
    plant: BuiltPlant, sessions: Sessions, clock: TestClock, role: DefaultRole
) -> None:
    user, known = await far_away(plant, role), await ids_here(plant)
    asked = {
        "code": f"{MARK}-1",
        "station": "ST-1",
        "search": MARK,
        "order_id": known["order_id"][0],
        "operation_id": known["operation_id"][0],
        "site_code": "S1",
        "day": "2026-11-20",
        "period": "today",
    }
    answered = 0
    async for address, params, answer in everything(application(sessions, clock), user, known, asked):
        assert answer.status_code < 500, (address, answer.text)
        # What somebody typed may be repeated to them; what stands behind it may not.
        told = answer.text.replace(f"{MARK}-1", "") if "scan" in address else answer.text
        assert MARK not in told, (role.code, address, params, told[:300])
        answered += answer.status_code == 200
    assert answered >= 3


async def test_the_mark_is_seen_where_it_belongs(plant: BuiltPlant) -> None:
    """Else the test above would prove nothing."""
    boss = await plant.user("here", LEADER, sites=[plant.site_id])
    for path in ("/board", "/parked", "/blocks", "/audit", "/entities/person/records", "/entities/sales_order/records"):
        assert MARK in (await boss.raw("GET", path)).text, path


@EVERY_ROLE
async def test_nobody_does_what_their_role_does_not_say(
    sessions: Sessions, clock: TestClock, role: DefaultRole
) -> None:
    actor = Actor(name=role.code, permissions=frozenset(role.permissions) | {SIGNED_IN})
    refused = 0
    for op in OPERATIONS.values():
        # What senders queue has happened: such an act is parked, which its own tests show.
        if actor.may(op.permission) or op.run_many is not None:
            continue
        command = op.command.model_construct(id=uuid4())
        with pytest.raises(Forbidden):
            await execute(sessions, actor, clock, "test", op, command)
        refused += 1
    assert refused > 0 or role.code == "admin"
