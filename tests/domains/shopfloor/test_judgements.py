# SPDX-License-Identifier: Apache-2.0
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from lockstep.platform.audit.models import AuditEntry
from tests.support.clock import TestClock
from tests.support.plant import LEADER, BuiltPlant, User, said

pytestmark = pytest.mark.anyio


@pytest.fixture
async def leader(plant: BuiltPlant) -> User:
    return await plant.user("leader", LEADER)


async def newest(user: User, operation_id: int) -> dict[str, Any]:
    report: dict[str, Any] = (await user.get("/reports", operation_id=operation_id))["reports"][0]
    return report


async def test_the_last_judgement_counts_beside_what_was_said(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 10, [("D1", 2, "scrap")])
    line = (await newest(leader, first))["defects"][0]
    path = f"/defect-lines/{line['id']}/judge"
    await leader.post(path, aspect="cause", value="tool")
    await leader.post(path, aspect="cause", value="material", reason="seen under the lens")
    await leader.post(path, aspect="responsibility", value="supplier")
    judged = (await newest(leader, first))["defects"][0]
    assert judged["cause"] is None
    assert judged["judgements"]["cause"]["value"] == "material"
    assert judged["judgements"]["cause"]["reason"] == "seen under the lens"
    assert judged["judgements"]["responsibility"]["by"] == "leader"
    assert await plant.cells(first) == {"ready": 10, "scrap": 2}


async def test_a_later_photo(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 10, [("D1", 2, "scrap")])
    line, key, out = (await newest(leader, first))["defects"][0], str(uuid4()), BytesIO()
    path = f"/defect-lines/{line['id']}/judge"
    await leader.refused(path, 422, "unknown_photo", aspect="photo", value=key)
    await leader.breaks("photo_not_named", path, aspect="photo", value="a photo")
    Image.new("RGB", (4, 4)).save(out, "PNG")
    await leader.raw("PUT", f"/photos/{key}", content=out.getvalue())
    await leader.post(path, aspect="photo", value=key)
    assert (await newest(leader, first))["defects"][0]["judgements"]["photo"]["value"] == key


async def test_a_disposition_decides_the_pieces_of_its_line(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 10, [("D1", 2, "pending"), ("D2", 5, "pending")])
    line = (await newest(leader, first))["defects"][1]
    path = f"/defect-lines/{line['id']}/judge"
    answer = await leader.post(path, aspect="disposition", value="rework", reason="can be painted")
    assert (answer["bar"]["hold"], answer["bar"]["rework"]) == (2, 5)
    assert await plant.cells(first) == {"ready": 10, "hold": 2, "rework": 5}
    params = await leader.refused(path, 409, "already_judged", aspect="disposition", value="scrap", reason="x")
    assert (params["operation"], "wanted" in params) == ("10", False)
    await plant.check()


async def test_a_judgement_is_on_record_with_what_was_said_before(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 10, [("D1", 5, "pending")])
    line = (await newest(leader, first))["defects"][0]
    path = f"/defect-lines/{line['id']}/judge"
    for value in ("tool", "material"):
        await leader.post(path, aspect="cause", value=value)
    await leader.post(path, aspect="disposition", value="scrap", reason="cracked")
    async with plant.sessions() as session:
        found = select(AuditEntry).where(AuditEntry.operation == "shopfloor.judge_defect").order_by(AuditEntry.id)
        entries = (await session.execute(found)).scalars().all()
    assert [(entry.before["value"], entry.after["value"]) for entry in entries] == [
        (None, "tool"),
        ("tool", "material"),
        ("pending", "scrap"),
    ]
    assert entries[-1].before["cells"] == {"ready": 10, "hold": 5}
    assert entries[-1].after["cells"] == {"ready": 10, "scrap": 5}


async def test_judgements_stay_with_a_corrected_line(plant: BuiltPlant, leader: User, clock: TestClock) -> None:
    first, _ = await plant.order()
    made = await leader.report(first, 10, [("D1", 2, "scrap"), ("D2", 5, "pending")])
    old = (await newest(leader, first))["defects"]
    await leader.post(f"/defect-lines/{old[0]['id']}/judge", aspect="cause", value="tool")
    clock.advance(minutes=1)
    body = said(10, [("D2", 4, "pending"), ("D1", 2, "scrap")])
    await leader.post(f"/reports/{made['report_id']}/correct", reason="x", **body)
    await leader.refused(f"/defect-lines/{old[0]['id']}/judge", 409, "report_replaced", aspect="cause", value="x")
    new = (await newest(leader, first))["defects"]
    assert [list(line["judgements"]) for line in new] == [[], ["cause"]]
    path = f"/defect-lines/{new[0]['id']}/judge"
    await leader.post(path, aspect="disposition", value="scrap", reason="cracked")
    assert await plant.cells(first) == {"ready": 10, "scrap": 6}
    await plant.check()


async def test_what_a_judgement_must_say(plant: BuiltPlant, leader: User) -> None:
    first, _ = await plant.order()
    await leader.report(first, 10, [("D1", 2, "scrap"), ("D2", 5, "pending")])
    scrapped, pending = (await newest(leader, first))["defects"]
    path = f"/defect-lines/{scrapped['id']}/judge"
    fate = {"aspect": "disposition", "value": "rework", "reason": "x"}
    assert await leader.refused(path, 409, "not_pending", **fate) == {"disposition": "scrap"}
    await leader.breaks("reason_missing", path, aspect="disposition", value="rework")
    await leader.breaks("disposition_unknown", path, **{**fate, "value": "gold"})
    await leader.refused(path, 422, "wrong_shape", aspect="colour", value="red")
    await leader.refused(path, 422, "wrong_shape", aspect="cause", value="")
    await leader.refused(f"/defect-lines/{uuid4()}/judge", 404, "not_found", aspect="cause", value="tool")
    operator = await plant.user("operator")
    await operator.refused(path, 403, "forbidden", aspect="cause", value="tool")
    analyst = await plant.user("analyst", ["defect.judge", "wip.dispose"])
    path = f"/defect-lines/{pending['id']}/judge"
    await analyst.refused(path, 403, "forbidden", **{**fate, "value": "ready"})
    other = await plant.user("other", LEADER, lines=[plant.lines["L2"]])
    await other.refused(path, 404, "not_found", aspect="cause", value="tool")
