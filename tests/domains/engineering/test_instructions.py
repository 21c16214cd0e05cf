# SPDX-License-Identifier: Apache-2.0
"""Work instructions: named by the routing, kept by the order as it was placed, seen by who sees the operation."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.papers import pdf
from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User, step
from tests.support.scopes import add_second_site

pytestmark = pytest.mark.anyio

ROUTING: dict[str, Any] = {"site_code": "S1", "product_code": "P1", "edition": "A"}


@pytest.fixture
async def engineer(plant: BuiltPlant) -> User:
    return await plant.user("engineer", LEADER)


async def give(user: User, name: str = "WI.pdf") -> str:
    made = await user.send("PUT", f"/attachments/{uuid4()}", 200, params={"file_name": name}, content=pdf())
    return str(made["id"])


async def routing(user: User, instructions: list[str], status: int = 200, **more: Any) -> dict[str, Any]:
    operation = {"code": "10", "name": {"en": "Grinding"}, "station_codes": ["ST-1"], "instructions": instructions}
    return await user.post("/entities/routing/save", status, **{**ROUTING, "operations": [operation], **more})


async def order(user: User, number: str) -> int:
    body: dict[str, Any] = {
        "site_code": "S1",
        "line_code": "L1",
        "number": number,
        "product_code": "P1",
        "quantity": 10,
    }
    return int((await user.post("/entities/work_order/save", **body))["id"])


async def shown(user: User, order_id: int) -> list[str]:
    (operation,) = (await user.get(f"/orders/{order_id}/plan"))["operations"]
    sheet = await user.get(f"/operations/{operation['operation_id']}/sheet")
    assert sheet["job"]["instructions"] == operation["instructions"]
    return list(operation["instructions"])


async def pages(user: User, attachment: str) -> set[int]:
    """How the file and its first page are answered."""
    addresses = (f"/attachments/{attachment}", f"/attachments/{attachment}/pages/1")
    return {(await user.raw("GET", address)).status_code for address in addresses}


async def test_an_order_keeps_the_instructions_it_was_placed_with(engineer: User) -> None:
    first, second = await give(engineer), await give(engineer)
    made = await routing(engineer, [first])
    earlier = await order(engineer, "WO-1")
    edit: dict[str, Any] = {"expected_version": 1, "reason": "clamp turned"}
    await routing(engineer, [second, first], **edit)
    later = await order(engineer, "WO-2")
    assert await shown(engineer, earlier) == [first]
    assert await shown(engineer, later) == [second, first]
    kept = await engineer.get(f"/entities/routing/records/{made['id']}")
    assert kept["values"]["operations"][0]["instructions"] == [second, first]
    same = await routing(engineer, [second, first], **{**edit, "expected_version": 2})
    assert same["outcome"] == "unchanged"


async def test_a_part_of_an_order_keeps_them_too(engineer: User) -> None:
    given = await give(engineer)
    await routing(engineer, [given])
    whole = await order(engineer, "WO-1")
    split: dict[str, Any] = {
        "record_id": whole,
        "expected_version": 1,
        "quantity": 4,
        "new_number": "WO-1B",
        "reason": "two trucks",
    }
    await engineer.post("/entities/work_order/split", **split)
    rows = (await engineer.get("/entities/work_order/records", search="WO-1B"))["rows"]
    assert await shown(engineer, rows[0]["id"]) == [given]


async def test_an_instruction_that_is_not_there_is_named(plant: BuiltPlant, engineer: User) -> None:
    unknown = str(uuid4())
    refused = await routing(engineer, [unknown], status=404)
    assert refused["error"]["params"] == {"kind": "attachment", "key": unknown}
    body: dict[str, Any] = {"site_code": "S1", "number": "WO-9", "product_code": "P1", "quantity": 1}
    operation = {"code": "10", "name": {"en": "x"}, "instructions": [unknown]}
    params = await engineer.refused("/orders/place", 404, "not_found", **body, operations=[operation])
    assert params == {"kind": "attachment", "key": unknown}


async def test_nobody_shows_what_they_do_not_see(plant: BuiltPlant, engineer: User) -> None:
    """Or an id that was overheard would open the file of another site."""
    secret = await give(engineer)
    far = await plant.user("far", LEADER, sites=[await add_second_site(plant)])
    operation = {"code": "10", "name": {"en": "Grinding"}, "instructions": [secret]}
    theirs = {**ROUTING, "site_code": "S2", "operations": [operation]}
    assert await far.refused("/entities/routing/save", 404, "not_found", **theirs) == {
        "kind": "attachment",
        "key": secret,
    }


async def test_who_sees_the_operation_sees_its_instructions(plant: BuiltPlant, engineer: User) -> None:
    given = await give(engineer)
    await routing(engineer, [given])
    people = {
        "at the line": await plant.user("a", OPERATOR, lines=[plant.lines["L1"]]),
        "at another line": await plant.user("b", OPERATOR, lines=[plant.lines["L2"]]),
        "of another site": await plant.user("c", OPERATOR, sites=[plant.site_id + 1]),
        "a reader of routings": await plant.user("d", ("photo.read", "masterdata.read"), sites=[plant.site_id]),
        "sees no orders": await plant.user("e", ("photo.read",)),
        "sees no pictures": await plant.user("f", ("queue.read",)),
    }
    before = {name: await pages(user, given) for name, user in people.items()}
    assert before == {
        "at the line": {404},
        "at another line": {404},
        "of another site": {404},
        "a reader of routings": {200},
        "sees no orders": {404},
        "sees no pictures": {403},
    }
    await order(engineer, "WO-1")
    after = {name: await pages(user, given) for name, user in people.items()}
    assert after == {**before, "at the line": {200}}


async def test_the_queue_shows_which_job_has_instructions(plant: BuiltPlant, engineer: User) -> None:
    given = await give(engineer)
    operations = [step("10", stations=["ST-1"], instructions=[given]), step("20", stations=["ST-1"])]
    await plant.order(*operations)
    queue = await engineer.get("/queue", station="ST-1")
    jobs = {job["operation_code"]: job["instructions"] for job in queue["next"]}
    assert jobs == {"10": [given], "20": []}
