# SPDX-License-Identifier: Apache-2.0
"""The page of one order: its network, what stops it, what went into it and what happened."""

from typing import Any

import pytest

from tests.support.clock import TestClock
from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User, step

pytestmark = pytest.mark.anyio

BRANCHES = (
    step("10", stations=["ST-1", "ST-2"], successor="30", acceptance="after_report", progress_owner_code="P-1"),
    step("20", successor="30", per=2, acceptance="before_transfer", quality_owner_code="P-2"),
    step("30", input_rule="block"),
)
"""Rotors and, two each, stators meet at the assembly."""


@pytest.fixture
async def leader(plant: BuiltPlant) -> User:
    return await plant.user("leader", LEADER)


async def order_id(user: User, number: str = "WO-1") -> int:
    found: int = (await user.get("/scan", code=number))["order_id"]
    return found


async def page(user: User, number: str = "WO-1") -> dict[str, Any]:
    return await user.get(f"/orders/{await order_id(user, number)}/page")


def told(shown: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The oldest first."""
    return [(one["kind"], one["quantity"], one["reason"]) for one in reversed(shown["events"])]


async def test_operations_stand_in_their_network(plant: BuiltPlant, leader: User) -> None:
    rotor, stator, assembly = await plant.order(*BRANCHES)
    shown = await page(leader)
    network = [
        (one["operation_id"], one["successor_id"], one["per"], one["batch"], one["stations"])
        for one in shown["operations"]
    ]
    assert network == [
        (rotor, assembly, 1, 1, ["ST-1", "ST-2"]),
        (stator, assembly, 2, 1, []),
        (assembly, None, 1, 1, []),
    ]
    assert [(one["progress_owner"], one["quality_owner"]) for one in shown["operations"]][:2] == [
        ("Person P-1", None),
        (None, "Person P-2"),
    ]
    cells = (await leader.get("/board"))["rows"][0]["cells"]
    assert [one["bar"] for one in shown["operations"]] == [cell["bar"] for cell in cells]


async def test_the_branches_that_meet_say_how_many_sets_are_complete(plant: BuiltPlant, leader: User) -> None:
    rotor, stator, assembly = await plant.order(*BRANCHES)
    await leader.report(rotor, 50)
    await leader.report(stator, 81)
    [sets] = (await page(leader))["sets"]
    assert (sets["operation_id"], sets["complete"], sets["possible"]) == (assembly, 0, 0)

    await leader.post("/wip/judge", operation_id=stator, quantity=80, verdict="accept", reason="measured")
    await leader.report(assembly, 25)
    [sets] = (await page(leader))["sets"]
    assert (sets["complete"], sets["possible"]) == (40, 15)
    assert sets["branches"] == [
        {"operation_id": rotor, "covers": 50, "short": False},
        {"operation_id": stator, "covers": 40, "short": True},
    ]


async def test_ng_and_held_pieces_stand_with_their_next_step(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 10, [("D1", 3, "pending")])
    await leader.post("/wip/hold", operation_id=first, quantity=4, cell="ready", reason="scratches seen")
    ng, held = (await page(leader))["cases"]
    assert (ng["defect"], ng["open"], ng["can"]) == ("Defect D1", 3, ["rework", "scrap", "sort", "concede"])
    assert (held["defect"], held["open"], held["reason"]) == (None, 4, "scratches seen")
    assert "release" in held["can"]
    watcher = await plant.user("watcher", OPERATOR)
    assert [case["can"] for case in (await page(watcher))["cases"]] == [[], []]


async def test_lots_that_went_in_stand_with_what_was_used(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 5, input_lots=[{"code": "M-1", "quantity": 5}, {"code": "M-2"}])
    await leader.report(first, 7, input_lots=[{"code": "M-1", "quantity": 7}])
    wrong = await leader.report(first, 1, input_lots=[{"code": "M-1", "quantity": 1}, {"code": "M-3"}])
    corrected = await leader.post(f"/reports/{wrong['report_id']}/correct", good=2, ng=0, defects=[], reason="counted")
    await leader.post(f"/reports/{corrected['report_id']}/reverse", reason="other order")
    lots = {lot["lot"]: (lot["operation_id"], lot["quantity"], lot["frozen"]) for lot in (await page(leader))["lots"]}
    assert lots == {"M-1": (first, 12, False), "M-2": (first, None, False)}


async def test_what_happened_is_told_in_its_order(plant: BuiltPlant, leader: User, clock: TestClock) -> None:
    first, _ = await plant.order()
    made = await leader.report(first, 10, [("D1", 2, "scrap")])
    clock.advance(minutes=1)
    await leader.post(f"/operations/{first}/pause", reason="no tool")
    clock.advance(minutes=1)
    held = await leader.post("/wip/hold", operation_id=first, quantity=4, cell="ready", reason="scratches seen")
    clock.advance(minutes=1)
    await leader.post("/wip/release", case_id=held["places"][0]["case_ids"][0], quantity=3, reason="polished")
    clock.advance(minutes=1)
    block = {"target_kind": "operation", "target_id": first, "reason_code": "tool_worn", "owner": "QA"}
    block_id = (await leader.post("/blocks", **block))["block_id"]
    clock.advance(minutes=1)
    await leader.post(f"/blocks/{block_id}/release", reason="new tool")
    clock.advance(minutes=1)
    other = await leader.report(first, 1)
    clock.advance(minutes=1)
    await leader.post(f"/reports/{other['report_id']}/reverse", reason="undo")

    shown = await page(leader)
    assert told(shown) == [
        ("report", 10, None),
        ("pause", None, "no tool"),
        ("hold", 4, "scratches seen"),
        ("release", 3, "polished"),
        ("block", None, None),
        ("unblock", None, "new tool"),
        ("report", 1, None),
        ("reversal", 1, "undo"),
    ]
    assert shown["events"][-1]["defects"] == [{"name": "Defect D1", "quantity": 2}]
    assert shown["more"] is False
    assert made["report_id"]


async def test_verdicts_are_told_and_what_stopped_other_orders_as_well(
    plant: BuiltPlant, leader: User, clock: TestClock
) -> None:
    async def stop(kind: str, target: int) -> int:
        clock.advance(minutes=1)
        block = {"target_kind": kind, "target_id": target, "reason_code": "machine_down", "owner": "P-1"}
        found: int = (await leader.post("/blocks", **block))["block_id"]
        return found

    async def go_on(block_id: int) -> None:
        clock.advance(minutes=1)
        await leader.post(f"/blocks/{block_id}/release", reason="repaired")

    await go_on(await stop("station", plant.stations["ST-1"]))
    clock.advance(minutes=1)
    first, _ = await plant.order(step("10", stations=["ST-1"], acceptance="before_transfer"), step("20"))
    await leader.report(first, 10, lot="M-1", input_lots=[{"code": "M-2"}])
    for verdict, quantity in (("accept", 6), ("reject", 4)):
        clock.advance(minutes=1)
        judged = {"operation_id": first, "quantity": quantity, "verdict": verdict, "reason": "measured"}
        await leader.post("/wip/judge", **judged)
    await go_on(await stop("station", plant.stations["ST-1"]))
    await stop("station", plant.stations["ST-2"])
    for lot in ("M-1", "M-2"):
        await stop("lot", (await leader.get("/scan", code=lot))["lot_id"])
    shown = await page(leader)
    assert [(one["kind"], one["target"], one["quantity"]) for one in reversed(shown["events"])] == [
        ("report", None, 10),
        ("accepted", None, 6),
        ("rejected", None, 4),
        ("block", "ST-1", None),
        ("unblock", "ST-1", None),
        ("block", "M-1", None),
        ("block", "M-2", None),
    ]


async def test_only_the_newest_fifty_events_are_told(plant: BuiltPlant, leader: User, clock: TestClock) -> None:
    first, _ = await plant.order()
    for _ in range(51):
        clock.advance(minutes=1)
        await leader.report(first, 1)
    shown = await page(leader)
    assert (len(shown["events"]), shown["more"]) == (50, True)


async def test_who_may_not_read_reports_is_told_none(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 10)
    await leader.post(f"/operations/{first}/pause", reason="no tool")
    planner = await plant.user("planner", ("board.read",))
    shown = await planner.get(f"/orders/{await order_id(leader)}/page")
    assert told(shown) == [("pause", None, "no tool")]


async def test_an_order_out_of_sight_is_not_there(plant: BuiltPlant, leader: User) -> None:
    await plant.order(line_code="L1")
    number = await order_id(leader)
    elsewhere = await plant.user("elsewhere", OPERATOR, lines=[plant.lines["L2"]])
    missing = await elsewhere.get(f"/orders/{number}/page", 404)
    assert missing["error"]["code"] == "not_found"
    outsider = await plant.user("outsider", ("report.create",))
    assert (await outsider.get(f"/orders/{number}/page", 403))["error"]["code"] == "forbidden"


async def test_the_customer_is_told_to_who_may_know(plant: BuiltPlant, leader: User) -> None:
    await leader.post("/entities/customer/save", code="C-1", name="Nordbruecke", grade="A")
    await leader.post(
        "/entities/sales_order/save",
        site_code="S1",
        number="SO-1",
        customer_code="C-1",
        customer_reference="PO 88213",
        lines=[{"line": "4", "product_code": "P1", "quantity": 80}],
    )
    steps = [{"code": "10", "name": {"en": "Pack"}, "piece_seconds": 30}]
    await leader.post("/entities/routing/save", site_code="S1", product_code="P1", edition="A", operations=steps)
    made = await leader.post(
        "/entities/work_order/save",
        site_code="S1",
        number="WO-1",
        product_code="P1",
        customer_code="C-1",
        quantity=100,
        pegs=[{"sales_order_code": "SO-1", "sales_line": "4", "quantity": 80}],
    )
    for user, customer, reference in (
        (leader, "Nordbruecke", "PO 88213"),
        (await plant.user("operator"), None, None),
    ):
        shown = await user.get(f"/orders/{made['id']}/page")
        assert shown["order"]["customer_name"] == customer
        [peg] = shown["made_for"]
        assert (peg["number"], peg["line"], peg["reference"], peg["quantity"]) == ("SO-1", "4", reference, 80)
