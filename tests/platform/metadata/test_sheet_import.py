# SPDX-License-Identifier: Apache-2.0
"""A plant's own sheets become records: looked at first, taken as one says, safe to send again."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from python_calamine import CalamineWorkbook

from lockstep.platform.database.engine import make_sessions
from lockstep.platform.metadata.sheets import running
from lockstep.platform.metadata.sheets.running import run_next
from tests.support.application import application
from tests.support.clock import TestClock
from tests.support.database import engine_over
from tests.support.papers import pdf
from tests.support.plant import LEADER, BuiltPlant, User

pytestmark = pytest.mark.anyio

PEOPLE = "工号,姓名,工厂\nE-1,周 华,S1\nE-2,李 明,S1\n,王 五,S1\nE-4,陈 静,S9\n"
MAPPING = {"工号": "code", "姓名": "name", "工厂": "site_code"}


@pytest.fixture
async def plant(own_database: str, clock: TestClock, plant_as_built: BuiltPlant) -> AsyncIterator[BuiltPlant]:
    """On a database that commits: an import writes its progress beside its work."""
    async with engine_over(own_database) as engine:
        sessions = make_sessions(engine)
        transport = httpx.ASGITransport(app=application(sessions, clock))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            yield plant_as_built.over(sessions, clock, client)


class Clerk:
    """Somebody who sends sheets."""

    def __init__(self, plant: BuiltPlant, user: User) -> None:
        self.plant, self.user = plant, user

    async def upload(self, entity: str, content: str | bytes, status: int = 200) -> dict[str, Any]:
        body = content.encode() if isinstance(content, str) else content
        path = f"/imports/{uuid4()}"
        params = {"entity": entity, "file_name": "sheet.csv"}
        return await self.user.send("PUT", path, status, content=body, params=params)

    async def start(self, uploaded: dict[str, Any], mapping: dict[str, str], *, dry_run: bool) -> dict[str, Any]:
        await self.user.post("/imports/start", import_id=uploaded["id"], mapping=mapping, dry_run=dry_run)
        assert await run_next(self.plant.sessions, self.plant.clock)
        return await self.user.get(f"/imports/{uploaded['id']}")

    async def take(self, entity: str, content: str | bytes, mapping: dict[str, str] | None = None) -> dict[str, Any]:
        uploaded = await self.upload(entity, content)
        understood = {one["heading"]: one["target"] for one in uploaded["columns"] if one["target"]}
        return await self.start(uploaded, mapping or understood, dry_run=False)

    async def refused(self, state: dict[str, Any]) -> dict[int, str]:
        found = await self.user.get(f"/imports/{state['id']}/rows", outcome="refused")
        return {row["row"]: row["code"] for row in found["rows"]}

    async def codes(self, entity: str) -> list[str]:
        page = await self.user.get(f"/entities/{entity}/records", limit=500)
        return [row["values"]["code"] for row in page["rows"]]


@pytest.fixture
async def clerk(plant: BuiltPlant) -> Clerk:
    return Clerk(plant, await plant.user("clerk", LEADER))


async def test_a_sheet_is_looked_at_then_taken_then_unchanged(clerk: Clerk) -> None:
    uploaded = await clerk.upload("person", PEOPLE.encode("gbk"))
    assert [(one["heading"], one["target"]) for one in uploaded["columns"]] == [
        ("工号", "code"),
        ("姓名", "name"),
        ("工厂", "site_code"),
    ]
    assert uploaded["columns"][1]["samples"] == ["周 华", "李 明", "王 五"]
    looked = await clerk.start(uploaded, MAPPING, dry_run=True)
    assert (looked["status"], looked["counts"]) == ("done", {"made": 2, "refused": 2})
    assert await clerk.codes("person") == ["P-1", "P-2"]
    taken = await clerk.start(uploaded, MAPPING, dry_run=False)
    assert taken["counts"] == {"made": 2, "refused": 2}
    assert await clerk.refused(taken) == {4: "wrong_shape", 5: "not_found"}
    assert await clerk.codes("person") == ["E-1", "E-2", "P-1", "P-2"]
    again = await clerk.take("person", PEOPLE)
    assert again["counts"] == {"unchanged": 2, "refused": 2}


async def test_headings_are_remembered_and_understood_in_any_language(clerk: Clerk) -> None:
    await clerk.take("person", "档案,姓名,工厂\nE-1,周 华,S1\n", {"档案": "code", "姓名": "name", "工厂": "site_code"})
    uploaded = await clerk.upload("person", "档案*,Name,廠區,Colour\nE-9,Zoe,S1,red\n")
    assert [one["target"] for one in uploaded["columns"]] == ["code", "name", "site_code", None]


async def test_a_sheet_is_kept_and_gone_on_with(clerk: Clerk, plant: BuiltPlant) -> None:
    """Its columns are asked for again where the page has lost them: in another language, or after days."""
    uploaded = await clerk.upload("person", PEOPLE)
    path = f"/imports/{uploaded['id']}/columns"
    assert await clerk.user.get(path) == uploaded
    mapping = {"工号": "code", "姓名": "site_code", "工厂": "name"}
    await clerk.start(uploaded, mapping, dry_run=True)
    now = await clerk.user.get(path)
    assert {one["heading"]: one["target"] for one in now["columns"]} == mapping
    assert now["columns"][0]["samples"] == ["E-1", "E-2", "E-4"]
    await (await plant.user("other", LEADER)).get(path, 404)


async def test_an_imported_sheet_is_imported_again_without_its_file(
    clerk: Clerk, plant: BuiltPlant, clock: TestClock
) -> None:
    """What was refused for want of something else is taken now; what became of it before is still told."""
    first = await clerk.take("person", PEOPLE)
    await clerk.user.refused("/imports/start", 409, "import_over", import_id=first["id"], mapping=MAPPING)
    await clerk.user.post("/entities/site/save", code="S9", name={"en": "Nine"})
    clock.advance(seconds=1)

    again = await clerk.user.post("/imports/repeat", import_id=first["id"])

    assert (again["id"] == first["id"], again["rows"]) == (False, 4)
    assert {one["heading"]: one["target"] for one in again["columns"]} == MAPPING
    taken = await clerk.start(again, MAPPING, dry_run=False)
    assert taken["counts"] == {"made": 1, "unchanged": 2, "refused": 1}
    assert [one["counts"] for one in await clerk.user.get("/imports")] == [taken["counts"], first["counts"]]
    other = await plant.user("other", LEADER)
    await other.refused("/imports/repeat", 404, "not_found", import_id=first["id"])


async def test_an_export_tells_the_names_behind_its_codes(clerk: Clerk) -> None:
    for code in ("SH-1", "SC-1"):
        await clerk.user.post("/entities/product/save", code=code, name={"zh-CN": f"名 {code}", "en": f"Name {code}"})
    lines = [{"component_code": "SC-1", "quantity": 2}]
    await clerk.user.post("/entities/bom/save", product_code="SH-1", edition="A", components=lines)
    answer = await clerk.user.raw("GET", "/entities/bom/export.csv")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["Product"], row["Product (Name)"]) == ("SH-1", "Name SH-1")
    assert (row["Components: Component"], row["Components: Component (Name)"]) == ("SC-1", "Name SC-1")
    back = await clerk.take("bom", answer.content.decode().replace("Name SC-1", "Nothing like it"))
    assert back["counts"] == {"unchanged": 1}


async def test_an_export_is_a_sheet_that_can_be_sent_back(clerk: Clerk) -> None:
    body = {"name": {"zh-CN": "轴", "en": "Shaft"}, "aliases": ["A", "B"], "tray_quantity": 2.5, "tracking": "lot"}
    await clerk.user.post("/entities/product/save", code="SH-1", **body)
    for kind in ("csv", "xlsx"):
        answer = await clerk.user.raw("GET", f"/entities/product/export.{kind}")
        assert (answer.status_code, answer.headers["x-content-type-options"]) == (200, "nosniff")
        back = await clerk.take("product", answer.content)
        assert back["counts"] == {"unchanged": 2}, kind


async def test_attachments_of_lines_go_out_and_in_as_ids(clerk: Clerk) -> None:
    attach = {"params": {"file_name": "WI.pdf"}, "content": pdf()}
    ids = [(await clerk.user.send("PUT", f"/attachments/{uuid4()}", 200, **attach))["id"] for _ in range(2)]
    step = {"code": "10", "name": {"en": "Grinding"}, "instructions": ids}
    routing = {"site_code": "S1", "product_code": "P1", "edition": "A", "operations": [step]}
    await clerk.user.post("/entities/routing/save", **routing)
    sheet = (await clerk.user.raw("GET", "/entities/routing/export.csv")).content
    assert (await clerk.take("routing", sheet))["counts"] == {"unchanged": 1}
    unknown = sheet.replace(ids[1].encode(), str(uuid4()).encode())
    state = await clerk.take("routing", unknown)
    assert await clerk.refused(state) == {2: "not_found"}


async def test_a_template_holds_every_heading_and_is_understood(clerk: Clerk) -> None:
    for entity in ("site", "station", "shift", "product", "defect_code"):
        answer = await clerk.user.raw("GET", f"/entities/{entity}/template.xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        headings = book.get_sheet_by_index(0).to_python()[0]
        sheet = ",".join(f'"{heading}"' for heading in headings) + "\n" + ",".join("x" for _ in headings) + "\n"
        uploaded = await clerk.upload(entity, sheet)
        assert all(one["target"] for one in uploaded["columns"]), (entity, uploaded["columns"])


@pytest.mark.parametrize("evil", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx"])
async def test_an_export_guards_formulas(clerk: Clerk, evil: str) -> None:
    await clerk.user.post("/entities/customer/save", code="C-1", name=evil)
    answer = await clerk.user.raw("GET", "/entities/customer/export.csv")
    (_, row) = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert row[1] == f"'{evil}"
    back = await clerk.take("customer", answer.content)
    assert back["counts"] == {"unchanged": 1}


async def test_values_of_every_kind(clerk: Clerk) -> None:
    shifts = "site_code,code,name.zh-CN,starts,ends,weekdays\nS1,N1,夜班,20:00,8：00,0;1、2\nS1,N2,x,25:00,8:00,0\n"
    taken = await clerk.take("shift", shifts)
    assert (taken["counts"], await clerk.refused(taken)) == ({"made": 1, "refused": 1}, {3: "cell_not_a_time"})
    products = (
        "A,a,1.5,1,lot",
        "B,b,1,many,lot",
        "C,c,1,1,按批次",
        "D,d,9,1,lot",
        "E,e,,,",
        "F,#REF!,1,1,lot",
        "G,g,1,1,red",
    )
    taken = await clerk.take("product", "\n".join(("code,name.en,decimals,tray_quantity,tracking", *products)))
    assert await clerk.refused(taken) == {
        2: "cell_not_whole",
        3: "cell_not_a_number",
        5: "wrong_shape",
        7: "cell_formula_error",
        8: "cell_not_a_choice",
    }
    days = ("S1,2026/10/1,National day,", "S1,2026-13-01,Wrong,", "S1,2026-10-10,Work,day;night")
    taken = await clerk.take("calendar_day", "\n".join(("site_code,day,name.en,shift_codes", *days)))
    assert (taken["counts"], await clerk.refused(taken)) == ({"made": 2, "refused": 1}, {3: "cell_not_a_date"})


async def test_a_row_may_need_what_a_row_above_it_makes(clerk: Clerk) -> None:
    tree = "code,name.en,parent_code\nD,Dents,\nD-1,Deep,D\nX,X,Y\n"
    uploaded = await clerk.upload("defect_code", tree)
    mapping = {one["heading"]: one["target"] for one in uploaded["columns"]}
    looked = await clerk.start(uploaded, mapping, dry_run=True)
    assert looked["counts"] == {"made": 2, "refused": 1}
    assert "D-1" not in await clerk.codes("defect_code")


async def test_empty_cells_leave_what_is_there(clerk: Clerk) -> None:
    await clerk.user.post("/entities/product/save", code="SH-1", name={"en": "Shaft"}, unit="kg")
    await clerk.take("product", "code,name.en,unit,decimals\nSH-1,Shaft,,2\n")
    page = await clerk.user.get("/entities/product/records", search="sh-1")
    assert (page["rows"][0]["values"]["unit"], page["rows"][0]["values"]["decimals"]) == ("kg", 2)


async def test_it_shows_progress_and_can_be_cancelled(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 10)
    uploaded = await clerk.upload("customer", "code,name\n" + "".join(f"C-{n},n\n" for n in range(40)))
    progress = running._progress

    async def cancel_at_twenty(run: Any, *more: Any) -> None:
        await progress(run, *more)
        if run.processed == 20:
            state = await clerk.user.get(f"/imports/{uploaded['id']}")
            assert (state["status"], state["processed"], state["total"]) == ("running", 20, 40)
            await clerk.user.post("/imports/cancel", import_id=uploaded["id"])

    monkeypatch.setattr(running, "_progress", cancel_at_twenty)
    stopped = await clerk.start(uploaded, {"code": "code", "name": "name"}, dry_run=False)
    assert (stopped["status"], stopped["processed"]) == ("cancelled", 30)
    assert len(await clerk.codes("customer")) == 30
    await clerk.user.refused("/imports/cancel", 409, "import_over", import_id=uploaded["id"])


async def test_a_runner_that_died_is_followed_by_another(clerk: Clerk, clock: TestClock) -> None:
    uploaded = await clerk.upload("customer", "code,name\nC-1,n\n")
    await clerk.user.post("/imports/start", import_id=uploaded["id"], mapping={"code": "code", "name": "name"})
    assert await running._claim(clerk.plant.sessions, clock) is not None
    assert not await run_next(clerk.plant.sessions, clock)
    clock.advance(seconds=61)
    assert await run_next(clerk.plant.sessions, clock)
    assert (await clerk.user.get(f"/imports/{uploaded['id']}"))["status"] == "done"


async def test_what_cannot_be_started(clerk: Clerk) -> None:
    uploaded = await clerk.upload("person", PEOPLE)
    missing = await clerk.user.refused(
        "/imports/start", 422, "sheet_not_mapped", import_id=uploaded["id"], mapping={"姓名": "name"}
    )
    assert missing == {"field": "site_code"}
    assert (await clerk.upload("person", "\x00\x01", 422))["error"]["code"] == "sheet_unreadable"
    assert (await clerk.upload("person", "a,b\n", 422))["error"]["code"] == "sheet_empty"
    assert (await clerk.upload("dragon", "a\n1\n", 404))["error"]["code"] == "not_found"


async def test_an_import_is_its_senders_and_takes_the_right(plant: BuiltPlant, clerk: Clerk) -> None:
    uploaded = await clerk.upload("person", PEOPLE)
    other = await plant.user("other", LEADER)
    await other.get(f"/imports/{uploaded['id']}", 404)
    await other.get(f"/imports/{uploaded['id']}/rows", 404)
    await other.refused("/imports/start", 404, "not_found", import_id=uploaded["id"], mapping=MAPPING)
    await other.refused("/imports/cancel", 404, "not_found", import_id=uploaded["id"])
    reader = Clerk(plant, await plant.user("reader", ("masterdata.read",)))
    await reader.upload("person", PEOPLE, 403)


async def test_a_sheet_of_another_site_is_refused_row_by_row(plant: BuiltPlant, clerk: Clerk) -> None:
    await clerk.user.post("/entities/site/save", code="S2", name={"en": "Far"})
    near = Clerk(plant, await plant.user("near", LEADER, sites=[plant.site_id]))
    taken = await near.take("area", "site_code,code,name.en\nS1,A1,Near\nS2,A2,Far\n")
    assert (taken["counts"], await near.refused(taken)) == ({"made": 1, "refused": 1}, {3: "not_found"})


async def test_masked_columns_are_neither_in_nor_out(plant: BuiltPlant, clerk: Clerk) -> None:
    await clerk.user.post("/entities/product/save", code="SH-1", name={"en": "Shaft"}, standard_cost=12.5)
    rights = tuple(right for right in LEADER if right != "field.price")
    engineer = Clerk(plant, await plant.user("engineer", rights))
    answer = await engineer.user.raw("GET", "/entities/product/export.csv")
    assert "12.5" not in answer.text
    assert "cost" not in answer.text.lower()
    uploaded = await engineer.upload("product", "code,name.en,standard_cost\nSH-1,Shaft,1\n")
    assert uploaded["columns"][2]["target"] is None
