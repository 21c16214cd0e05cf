# SPDX-License-Identifier: Apache-2.0
"""The generic list, record and form over HTTP, tried on the master data of a small plant."""

import json
from typing import Any

import pytest

from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio

NAME = {"zh-CN": "电机轴", "en": "Motor shaft"}


async def product(user: User, code: str, status: int = 200, **values: Any) -> dict[str, Any]:
    return await user.post("/entities/product/save", status, code=code, **{"name": NAME, **values})


async def codes(user: User, entity: str = "product", **params: Any) -> list[str]:
    page = await user.get(f"/entities/{entity}/records", **params)
    return [row["values"]["code"] for row in page["rows"]]


async def test_the_entities_describe_their_forms_in_the_readers_words(plant: BuiltPlant) -> None:
    engineer = await plant.user("engineer", LEADER, locale="zh-TW")
    found = {entity["key"]: entity for entity in await engineer.get("/entities")}
    assert found["product"]["name"] == "產品與物料"
    fields = {field["key"]: field for field in found["product"]["fields"]}
    assert (fields["tracking"]["kind"], fields["tracking"]["choices"][1]) == (
        "choice",
        {"value": "lot", "label": "依批號"},
    )
    assert (fields["code"]["fixed"], fields["name"]["kind"], fields["decimals"]["maximum"]) == (True, "names", 4)
    assert (fields["tray_quantity"]["minimum"], fields["tray_quantity"]["above"]) == (None, 0)
    assert (fields["standard_cost"]["minimum"], fields["standard_cost"]["above"]) == (0, None)
    station = {field["key"]: field for field in found["station"]["fields"]}
    assert (station["line_code"]["kind"], station["line_code"]["entity"]) == ("reference", "line")


async def test_every_label_is_there_in_three_languages(plant: BuiltPlant) -> None:
    for locale in ("zh-CN", "zh-TW", "en"):
        reader = await plant.user(f"reader {locale}", LEADER, locale=locale)
        for entity in await reader.get("/entities"):
            for field in entity["fields"]:
                assert field["label"] != field["key"], (locale, entity["key"], field["key"])
                assert all(choice["label"] != f"{field['key']}.{choice['value']}" for choice in field["choices"])


async def test_a_record_is_found_by_code_name_alias_and_pinyin(plant: BuiltPlant) -> None:
    engineer = await plant.user("engineer", LEADER)
    await product(engineer, "SH-60", aliases=["OLD-77"])
    await product(engineer, "HS-10", name={"zh-CN": "外壳"})
    for wanted in ("sh-6", "电机", "djz", "dianji", "old-77", "motor sh"):
        assert await codes(engineer, search=wanted) == ["SH-60"], wanted
    assert await codes(engineer, search="100%_") == []


async def test_a_list_is_filtered_sorted_and_paged(plant: BuiltPlant) -> None:
    engineer = await plant.user("engineer", LEADER)
    for number in range(5):
        await product(engineer, f"A-{number}", tracking="lot" if number % 2 else "none", decimals=number % 3)
    lots = json.dumps({"tracking": "lot"})
    assert await codes(engineer, filters=lots, sort="code", descending=True) == ["A-3", "A-1"]
    page = await engineer.get("/entities/product/records", search="a-", offset=3, limit=1)
    assert (page["total"], [row["values"]["code"] for row in page["rows"]]) == (5, ["A-3"])
    assert await codes(engineer, "station", filters=json.dumps({"line_code": "L2"})) == ["ST-3"]


@pytest.mark.parametrize(
    "params",
    [
        {"filters": "not json"},
        {"filters": "[1]"},
        {"filters": '{"colour": "red"}'},
        {"filters": '{"tracking": 3}'},
        {"filters": '{"aliases": "x"}'},
        {"sort": "password"},
        {"sort": "aliases"},
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused(plant: BuiltPlant, params: dict[str, str]) -> None:
    engineer = await plant.user("engineer", LEADER)
    error = (await engineer.get("/entities/product/records", 422, **params))["error"]
    assert error["code"] == "wrong_filter"


async def test_two_people_edit_the_same_record(plant: BuiltPlant) -> None:
    planner, engineer = await plant.user("planner", LEADER), await plant.user("engineer", LEADER)
    made = await product(planner, "SH-60")
    await product(engineer, "SH-60", unit="kg", expected_version=made["version"], reason="weighed")
    late = await product(planner, "SH-60", 409, unit="m", expected_version=made["version"], reason="measured")
    assert late["error"]["code"] == "stale"
    shown = await planner.get(f"/entities/product/records/{made['id']}")
    assert (shown["values"]["unit"], shown["version"], shown["revision"]) == ("kg", 2, 2)


async def test_the_history_tells_who_changed_what_and_why(plant: BuiltPlant) -> None:
    engineer = await plant.user("engineer", LEADER)
    made = await product(engineer, "SH-60")
    await product(engineer, "SH-60", unit="kg", expected_version=1, reason="weighed")
    last, first = await engineer.get(f"/entities/product/records/{made['id']}/history")
    assert (last["reason"], last["changes"]) == (
        "weighed",
        [{"field": "unit", "label": "Unit", "before": "pcs", "after": "kg"}],
    )
    assert first["operation"] == "masterdata.define_product"


async def test_the_life_of_a_record(plant: BuiltPlant) -> None:
    engineer = await plant.user("engineer", LEADER)
    made = await product(engineer, "SH-60", draft=True)
    where = {"entity": "product", "record_id": made["id"], "reason": "plan"}

    async def can() -> list[str]:
        return list((await engineer.get(f"/entities/product/records/{made['id']}"))["can"])

    assert await can() == ["edit", "release", "retire", "delete"]
    await engineer.post("/entities/change-status", **where, to="released", expected_version=1)
    assert await can() == ["edit", "retire", "merge"]
    await engineer.refused("/entities/change-status", 409, "stale", **where, to="retired", expected_version=1)
    await engineer.post("/entities/change-status", **where, to="retired", expected_version=2)
    assert await can() == ["reinstate"]
    edit = {"unit": "kg", "expected_version": 3, "reason": "x", "code": "SH-60", "name": NAME}
    await engineer.refused("/entities/product/save", 409, "record_retired", **edit)
    deleting = {"entity": "product", "record_id": made["id"], "expected_version": 3}
    await engineer.refused("/entities/delete-draft", 409, "not_a_draft", **deleting)


async def test_only_an_unused_draft_is_deleted(plant: BuiltPlant) -> None:
    engineer = await plant.user("engineer", LEADER)
    line = await engineer.post("/entities/line/save", site_code="S1", code="L9", name=NAME, draft=True)
    team = await engineer.post("/entities/team/save", site_code="S1", code="T9", name=NAME, line_code="L9", draft=True)
    drop_line = {"entity": "line", "record_id": line["id"], "expected_version": 1}
    await engineer.refused("/entities/delete-draft", 409, "record_in_use", **drop_line)
    await engineer.post("/entities/delete-draft", entity="team", record_id=team["id"], expected_version=1)
    await engineer.post("/entities/delete-draft", **drop_line)
    assert await codes(engineer, "line") == ["L1", "L2"]


async def test_a_masked_field_is_neither_shown_nor_sorted_by_nor_changed(plant: BuiltPlant) -> None:
    buyer = await plant.user("buyer", LEADER)
    await product(buyer, "SH-60", standard_cost=12.5)
    rights = tuple(right for right in LEADER if right != "field.price")
    engineer = await plant.user("engineer", rights)
    (row,) = (await engineer.get("/entities/product/records", search="sh-60"))["rows"]
    assert row["values"]["standard_cost"] is None
    shown = await engineer.get(f"/entities/product/records/{row['id']}")
    assert shown["values"]["standard_cost"] is None
    assert "standard_cost" not in json.dumps(await engineer.get(f"/entities/product/records/{row['id']}/history"))
    await engineer.get("/entities/product/records", 422, sort="standard_cost")
    await product(engineer, "SH-60", 403, standard_cost=1, expected_version=1, reason="x")
    await product(engineer, "SH-60", unit="kg", expected_version=1, reason="weighed")
    (kept,) = (await buyer.get("/entities/product/records", search="sh-60"))["rows"]
    assert kept["values"]["standard_cost"] == 12.5


async def test_nothing_of_another_site_is_seen_chosen_or_changed(plant: BuiltPlant) -> None:
    everywhere = await plant.user("everywhere", LEADER)
    site = await everywhere.post("/entities/site/save", code="S2", name=NAME)
    line = await everywhere.post("/entities/line/save", site_code="S2", code="LX", name=NAME)
    here = await plant.user("here", LEADER, sites=[plant.site_id])
    assert await codes(here, "site") == ["S1"]
    assert "LX" not in await codes(here, "line")
    assert [one["code"] for one in await here.get("/entities/line/options", site_code="S2")] == []
    await here.get(f"/entities/line/records/{line['id']}", 404)
    await here.get(f"/entities/line/records/{line['id']}/history", 404)
    body = {"code": "GR-9", "name": NAME}
    await here.refused("/entities/station/save", 404, "not_found", **body, site_code="S2", line_code="LX")
    await here.refused("/entities/site/save", 403, "beyond_your_sites", code="S3", name=NAME)
    retire = {"to": "retired", "reason": "x", "expected_version": 1}
    for entity, record in (("line", line), ("site", site)):
        where = {"entity": entity, "record_id": record["id"]}
        await here.refused("/entities/change-status", 404, "not_found", **where, **retire)


async def test_reading_and_changing_take_their_rights(plant: BuiltPlant) -> None:
    reader = await plant.user("reader", ("masterdata.read",))
    await product(reader, "SH-60", 403)
    outsider = await plant.user("outsider", ("board.read",))
    for path in ("", "/product/records", "/product/records/1", "/product/records/1/history", "/product/options"):
        await outsider.get(f"/entities{path}", 403)
    await reader.get("/entities/dragon/records", 404)


async def test_a_view_is_kept_for_its_person(plant: BuiltPlant) -> None:
    engineer, planner = await plant.user("engineer", LEADER), await plant.user("planner", LEADER)
    wanted = {"search": "sh", "status": "draft", "filters": {"tracking": "lot"}, "sort": "code", "descending": True}
    await engineer.post("/entities/save-view", entity="product", name="Drafts by lot", wanted={"search": "x"})
    await engineer.post("/entities/save-view", entity="product", name="Drafts by lot", wanted=wanted)
    (view,) = await engineer.get("/entities/product/views")
    assert (view["name"], view["wanted"]) == ("Drafts by lot", wanted)
    assert await planner.get("/entities/product/views") == []
    await planner.post("/entities/delete-view", entity="product", name="Drafts by lot")
    assert len(await engineer.get("/entities/product/views")) == 1
    await engineer.post("/entities/delete-view", entity="product", name="Drafts by lot")
    assert await engineer.get("/entities/product/views") == []
    await engineer.refused("/entities/save-view", 404, "not_found", entity="dragon", name="x", wanted={})
