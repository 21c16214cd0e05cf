# SPDX-License-Identifier: Apache-2.0
"""What is on a paper, who may print it, and that a paper which the order has outgrown says so when it is scanned."""

from typing import Any

import pytest
from sqlalchemy import select

from lockstep.domains.traceability.models import Lot
from lockstep.platform.audit.models import AuditEntry
from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User, step
from tests.support.scopes import add_second_site

pytestmark = pytest.mark.anyio
PRINTER = (*OPERATOR, "print.create")
REPRINTER = (*PRINTER, "print.reprint")


@pytest.fixture
async def card(plant: BuiltPlant) -> int:
    """The id of the order WO-1."""
    await plant.order(step("10", stations=["ST-1", "ST-2"]), step("20", acceptance="after_report"))
    planner = await plant.user("planner", LEADER)
    return int((await planner.get("/scan", code="WO-1"))["order_id"])


async def traveller(user: User, order_id: int, status: int = 200) -> dict[str, Any]:
    return await user.get(f"/documents/traveller/{order_id}", status)


def first(order_id: int, **more: Any) -> dict[str, Any]:
    return {"kind": "traveller", "subject_id": order_id, "revision": 1, **more}


async def change_due(plant: BuiltPlant, order_id: int) -> None:
    """A planner's change after the release: the next revision."""
    planner = await plant.user("changer", LEADER)
    shown = await planner.get(f"/entities/work_order/records/{order_id}")
    values = {"site_code": "S1", "number": "WO-1", "due_at": "2026-12-24T08:00:00Z"}
    known = {**{key: shown["values"][key] for key in ("product_code", "quantity")}, **values}
    body = {**known, "expected_version": shown["version"], "reason": "customer asked"}
    await planner.post("/entities/work_order/save", **body)


async def test_a_traveller_tells_both_states_of_each_operation(
    plant: BuiltPlant, card: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCKSTEP_PUBLIC_URL", "https://mes.plant.example/")
    anna = await plant.user("anna", PRINTER)
    step_10 = (await anna.get("/scan", code="WO-1/10"))["operation_id"]
    await anna.report(step_10, 40, [("D1", 2, "rework")])

    shown = await traveller(anna, card)
    assert shown["order"]["number"] == "WO-1"
    assert (shown["order"]["quantity"], shown["order"]["product_code"]) == (100, "P1")
    assert (shown["can"], shown["printed"], shown["revision"]) == (["print"], None, 1)
    assert shown["qr"]["text"] == "https://mes.plant.example/c/WO-1?r=1"
    ten, twenty = shown["operations"]
    assert (ten["code"], ten["stations"], ten["qr"]["text"]) == ("10", ["ST-1", "ST-2"], "WO-1/10?r=1")
    assert (ten["progress"], ten["good"], ten["rework"], ten["ordered"]) == ("running", 40, 2, 100)
    assert (twenty["progress"], twenty["good"]) == ("released", 0)
    assert (await anna.get("/scan", code=shown["qr"]["text"]))["order_id"] == card
    assert (await anna.get("/scan", code=ten["qr"]["text"]))["operation_id"] == step_10


async def test_the_customer_is_printed_for_who_may_know(plant: BuiltPlant) -> None:
    planner = await plant.user("planner", LEADER)
    await planner.post("/entities/customer/save", code="C-1", name="Nordbruecke")
    await plant.order(customer_code="C-1")
    order_id = (await planner.get("/scan", code="WO-1"))["order_id"]
    anna = await plant.user("anna", PRINTER)

    assert (await traveller(planner, order_id))["order"]["customer_name"] == "Nordbruecke"
    assert (await traveller(anna, order_id))["order"]["customer_name"] is None


async def test_a_site_prints_on_its_own_paper(plant: BuiltPlant, card: int) -> None:
    planner = await plant.user("sizes", LEADER)
    assert (await traveller(planner, card))["size"] == {"name": None, "width_mm": 210, "height_mm": 297}

    half = {"site_code": "S1", "kind": "traveller", "name": {"en": "Half"}, "width_mm": 148, "height_mm": 210}
    await planner.post("/entities/label_format/save", code="A5", **half)
    assert (await traveller(planner, card))["size"] == {"name": "Half", "width_mm": 148, "height_mm": 210}

    await planner.post("/entities/label_format/save", code="WIDE", **{**half, "width_mm": 297})
    assert (await traveller(planner, card))["size"]["width_mm"] == 297
    rows = (await planner.get("/entities/label_format/records", search="A5"))["rows"]
    assert [row["status"] for row in rows] == ["retired"]


async def test_a_revision_is_printed_once_and_again_by_right_and_reason(plant: BuiltPlant, card: int) -> None:
    anna, lead = await plant.user("anna", PRINTER), await plant.user("lead", REPRINTER)
    assert (await anna.post("/documents/print", **first(card, copies=2)))["number"] == 1

    shown = await traveller(anna, card)
    assert (shown["can"], shown["printed"]["by"], shown["printed"]["number"]) == ([], "anna", 1)
    lacking = await anna.refused("/documents/print", 403, "forbidden", **first(card, reason="torn"))
    assert lacking == {"permission": "print.reprint"}

    assert (await traveller(lead, card))["can"] == ["reprint"]
    params = await lead.refused("/documents/print", 409, "reprint_needs_reason", **first(card))
    assert params == {"code": "WO-1", "revision": 1}
    assert (await lead.post("/documents/print", **first(card, reason="torn")))["number"] == 2
    assert (await traveller(lead, card))["printed"]["number"] == 2

    async with plant.sessions() as session:
        entries = await session.scalars(
            select(AuditEntry).where(AuditEntry.operation == "documents.print").order_by(AuditEntry.id)
        )
        told = [(one.actor_name, one.after["number"], one.after["copies"], one.reason) for one in entries if one.after]
    assert told == [("anna", 1, 2, None), ("lead", 2, 1, "torn")]


async def test_a_changed_order_outdates_its_card(plant: BuiltPlant, card: int) -> None:
    anna = await plant.user("anna", PRINTER)
    code = (await traveller(anna, card))["qr"]["text"]
    step_code = (await traveller(anna, card))["operations"][0]["qr"]["text"]
    await anna.post("/documents/print", **first(card))
    fresh = await anna.get("/scan", code=code)
    assert (fresh["outdated"], fresh["revision"], fresh["printed_revision"]) == (False, 1, 1)

    await change_due(plant, card)
    for scanned in (code, step_code):
        found = await anna.get("/scan", code=scanned)
        assert (found["outdated"], found["revision"], found["printed_revision"]) == (True, 2, 1)
    assert (await anna.get("/scan", code="WO-1"))["outdated"] is False

    params = await anna.refused("/documents/print", 409, "print_preview_is_old", **first(card))
    assert params == {"code": "WO-1", "current": 2, "revision": 1}
    shown = await traveller(anna, card)
    assert (shown["can"], shown["printed"], shown["earlier_revision"]) == (["print"], None, 1)
    assert (await anna.post("/documents/print", **first(card, revision=2)))["number"] == 1


async def test_a_split_outdates_the_card_of_what_is_left(plant: BuiltPlant, card: int) -> None:
    planner = await plant.user("splitter", LEADER)
    body = {"record_id": card, "expected_version": 1, "quantity": 40, "new_number": "WO-1-B", "reason": "rush"}
    await planner.post("/entities/work_order/split", **body)
    assert (await planner.get("/scan", code="WO-1?r=1"))["outdated"] is True
    assert (await planner.get("/scan", code="WO-1-B?r=1"))["outdated"] is False


async def test_a_planned_order_has_no_card_yet(plant: BuiltPlant) -> None:
    await plant.order(release=False)
    anna = await plant.user("anna", PRINTER)
    order_id = (await anna.get("/scan", code="WO-1"))["order_id"]
    assert (await traveller(anna, order_id))["can"] == []
    await anna.refused("/documents/print", 409, "wrong_order_status", **first(order_id))


async def test_trays_are_counted_and_keep_what_their_label_says(plant: BuiltPlant, card: int) -> None:
    lead = await plant.user("lead", REPRINTER)
    operation = (await lead.get("/scan", code="WO-1/10"))["operation_id"]
    shown = await lead.get(f"/documents/tray/{operation}")
    assert (shown["tray"]["number"], shown["tray"]["quantity"]) == (1, 100)
    assert shown["qr"]["text"].endswith("/c/WO-1/10?r=1")
    label = {"kind": "tray", "subject_id": operation, "revision": 1, "tray": 1, "quantity": 24, "lot_code": "L-7"}
    await lead.breaks("tray_number", "/documents/print", **{**label, "quantity": None})
    await lead.post("/documents/print", **label)

    assert (await lead.get(f"/documents/tray/{operation}"))["tray"]["number"] == 2
    again = (await lead.get(f"/documents/tray/{operation}", tray=1))["tray"]
    assert (again["quantity"], again["lot_code"]) == (24, "L-7")
    other = {**label, "quantity": 30, "reason": "wet"}
    assert (await lead.refused("/documents/print", 409, "tray_is_labelled", **other))["quantity"] == 24
    assert (await lead.post("/documents/print", **label, reason="wet"))["number"] == 2


async def test_nobody_prints_without_the_right(plant: BuiltPlant, card: int) -> None:
    guest = await plant.user("guest")
    assert (await traveller(guest, card, 403))["error"]["params"] == {"permission": "print.create"}
    await guest.refused("/documents/print", 403, "forbidden", **first(card))


async def test_another_site_neither_sees_nor_prints(plant: BuiltPlant, card: int) -> None:
    far_site = await add_second_site(plant)
    reader = await plant.user("reader", PRINTER)
    step_10 = (await reader.get("/scan", code="WO-1/10"))["operation_id"]
    async with plant.sessions() as session, session.begin():
        lot = Lot(site_id=plant.site_id, code="L-9", created_at=plant.clock())
        session.add(lot)
        await session.flush()
        lot_id = lot.id
    here = await plant.user("here", PRINTER, sites=[plant.site_id])
    far = await plant.user("far", PRINTER, sites=[far_site])
    people, stations = plant.people, plant.stations
    subjects = {"traveller": card, "tray": step_10, "lot": lot_id, "badge": people["P-1"], "station": stations["ST-1"]}
    for kind, subject_id in subjects.items():
        body = {"kind": kind, "subject_id": subject_id, "revision": 1}
        tray = {"tray": 1, "quantity": 5} if kind == "tray" else {}
        await far.get(f"/documents/{kind}/{subject_id}", 404)
        await far.refused("/documents/print", 404, "not_found", **body, **tray)
        await here.get(f"/documents/{kind}/{subject_id}")
        assert (await here.post("/documents/print", **body, **tray))["number"] == 1
    badge = await far.get(f"/documents/badge/{people['X-1']}")
    assert (badge["code"], badge["name"], badge["qr"]["text"]) == ("X-1", "Person X-1", "X-1")
    lot_label = await here.get(f"/documents/lot/{lot_id}")
    assert (await here.get("/scan", code=lot_label["qr"]["text"]))["lot_id"] == lot_id


async def test_who_has_one_line_prints_no_station_of_another(plant: BuiltPlant) -> None:
    anna = await plant.user("anna", PRINTER, lines=[plant.lines["L1"]])
    await anna.get(f"/documents/station/{plant.stations['ST-1']}")
    await anna.get(f"/documents/station/{plant.stations['ST-3']}", 404)


async def test_a_camera_is_led_to_the_station_page_with_the_revision(plant: BuiltPlant) -> None:
    answer = await plant.client.get("/c/WO-1/20?r=2", follow_redirects=False)
    assert answer.headers["location"] == "/station#/scan/WO-1%2F20%3Fr%3D2"
