# SPDX-License-Identifier: Apache-2.0
"""The one field of the office: what is found by number, name or initials, and by whom."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio


@pytest.fixture
async def leader(plant: BuiltPlant) -> User:
    """A motor is ordered by a customer, made in a work order out of a lot, and somebody of a team makes it."""
    user = await plant.user("leader", LEADER)
    await user.post("/entities/product/save", code="M-72", name={"zh-CN": "转向电机", "en": "steering motor"})
    await user.post("/entities/customer/save", code="C-1", name="德麦克转向", grade="A")
    await user.post("/entities/team/save", site_code="S1", code="T1", name={"en": "Team one"})
    person = {"site_code": "S1", "code": "P-72", "name": "周建国", "team_code": "T1"}
    await user.post("/entities/person/save", **person)
    line = {"line": "10", "product_code": "M-72", "quantity": 5}
    order = {"site_code": "S1", "number": "SO-72", "customer_code": "C-1", "customer_reference": "PO-4711"}
    await user.post("/entities/sales_order/save", **order, lines=[line])
    first, _ = await plant.order(number="WO-7200", line_code="L1")
    await user.report(first, 5, lot="LOT-72")
    return user


async def found(user: User, text: str) -> dict[str, list[str]]:
    groups = (await user.get("/search", text=text))["groups"]
    return {group["kind"]: [hit["code"] for hit in group["hits"]] for group in groups}


async def test_a_part_of_a_number_finds_things_of_every_kind(leader: User) -> None:
    assert await found(leader, "72") == {
        "order": ["WO-7200"],
        "sales_order": ["SO-72"],
        "product": ["M-72"],
        "lot": ["LOT-72"],
        "person": ["P-72"],
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zxdj", {"product": ["M-72"]}),
        ("转向", {"product": ["M-72"], "customer": ["C-1"]}),
        ("zjg", {"person": ["P-72"]}),
        ("po-47", {"sales_order": ["SO-72"]}),
        ("st-2", {"station": ["ST-2"]}),
        ("http://plant/c/WO-7200?r=3", {"order": ["WO-7200"]}),
        ("motor m-", {"product": ["M-72"]}),
        ("100%", {}),
    ],
)
async def test_it_is_found_by_name_initials_and_label(leader: User, text: str, expected: Mapping[str, Any]) -> None:
    assert await found(leader, text) == expected


async def test_a_hit_says_what_it_is_and_whether_it_is_just_that(leader: User, plant: BuiltPlant) -> None:
    answer = await leader.get("/search", text="m-72")
    assert answer["exact"] == "product"
    [hit] = answer["groups"][0]["hits"]
    assert (hit["name"], hit["detail"]) == ("steering motor", None)
    assert (await leader.get("/search", text="nothing"))["exact"] is None
    assert (await leader.get("/search", text="so-72"))["groups"][0]["hits"][0]["detail"] == "PO-4711"
    assert (await leader.get("/search", 422, text=""))["error"]["code"] == "wrong_shape"


async def test_of_many_the_closest_and_newest_stand_first(leader: User, plant: BuiltPlant) -> None:
    for number in range(10):
        await plant.order(number=f"X-{number}")
    await plant.order(number="A-X-5")
    [group] = (await leader.get("/search", text="x-"))["groups"]
    assert [hit["code"] for hit in group["hits"]] == [f"X-{number}" for number in range(9, 1, -1)]
    assert group["more"] is True
    [group] = (await leader.get("/search", text="x-5"))["groups"]
    assert ([hit["code"] for hit in group["hits"]], group["more"]) == (["X-5", "A-X-5"], False)


async def test_only_what_one_may_open_is_looked_for(leader: User, plant: BuiltPlant) -> None:
    reader = await plant.user("reader", ("board.read",))
    answer = await reader.get("/search", text="72")
    assert answer["searched"] == ["order"]
    assert [group["kind"] for group in answer["groups"]] == ["order"]
    nobody = await plant.user("nobody", ())
    assert (await nobody.get("/search", text="72"))["searched"] == []


async def test_sites_lines_and_teams_limit_what_is_found(leader: User, plant: BuiltPlant) -> None:
    other_line = await plant.user("other-line", LEADER, lines=[plant.lines["L2"]])
    assert "order" not in await found(other_line, "72")
    assert await found(other_line, "st-") == {"station": ["ST-3"]}
    other_site = await plant.user("other-site", LEADER, sites=[plant.site_id + 999])
    assert await found(other_site, "72") == {"product": ["M-72"]}
    other_team = await plant.user("other-team", LEADER, teams=[999])
    assert "person" not in await found(other_team, "72")


async def test_of_whom_an_order_is_for_nothing_is_told_without_the_right(leader: User, plant: BuiltPlant) -> None:
    await plant.order(number="WO-9", customer_code="C-1")
    hits = [
        (await user.get("/search", text="wo-9"))["groups"][0]["hits"][0]["detail"]
        for user in (leader, await plant.user("masked", ("board.read",)))
    ]
    assert hits == ["德麦克转向", None]
