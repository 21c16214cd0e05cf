# SPDX-License-Identifier: Apache-2.0
"""Who sees some teams only: nothing of another team's people comes back, and nothing is done to it."""

from typing import Any

import httpx
import pytest
from sqlalchemy import update

from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.permissions import DEFAULT_ROLES, DefaultRole
from lockstep.platform.database.engine import Sessions
from tests.support.application import application
from tests.support.asking import everything
from tests.support.clock import TestClock
from tests.support.plant import LEADER, OPERATOR, BuiltPlant, User

pytestmark = pytest.mark.anyio

OWN, OTHER = "PANDA", "ZEBRA"
"""In the name of the person of one's own team and of another, in that of their account, and in what they note."""


class Teams:
    """Two teams with a person each, who both report, park an act and share a report."""

    def __init__(self, plant: BuiltPlant) -> None:
        self.plant = plant
        self.order = self.operation = 0
        self.ids: dict[str, int] = {}
        self.users: dict[str, User] = {}
        self.reports: dict[str, str] = {}
        self.parked: dict[str, str] = {}

    async def set_up(self) -> None:
        boss = await self.plant.user("boss", LEADER)
        self.operation, _ = await self.plant.order(number="WO-1", quantity=1000)
        self.order = (await boss.get("/scan", code="WO-1"))["order_id"]
        for name, person in ((OWN, "P-1"), (OTHER, "P-2")):
            team = await boss.post("/entities/team/save", site_code="S1", code=name[0], name={"en": name[0]})
            self.ids[name] = team["id"]
            body = {"site_code": "S1", "code": person, "name": f"{name} person", "team_code": name[0]}
            await boss.post("/entities/person/save", **body, expected_version="any", reason="teams")
            user = self.users[name] = await self.plant.user(f"of {person}", LEADER, person=person)
            async with self.plant.sessions() as session, session.begin():
                await session.execute(
                    update(Account).where(Account.id == user.account_id).values(display_name=f"{name} account")
                )
            self.reports[name] = (await user.report(self.operation, 5, note=f"{name} note"))["report_id"]
            await user.post(f"/operations/{self.operation}/pause", reason=f"{name} note")
            too_many = await user.report(self.operation, 90_000, note=f"{name} note", mode="book")
            self.parked[name] = too_many["id"]
            people = [{"person_id": self.plant.people[person], "share": 100}]
            sent = await boss.report(self.operation, 1, note=f"{name} note", people=people)
            self.reports[f"{name}, sent by another"] = sent["report_id"]
        people = [{"person_id": self.plant.people[person], "share": 50} for person in ("P-1", "P-2")]
        shared = await self.users[OWN].report(self.operation, 2, note="together", people=people)
        self.reports["shared"] = shared["report_id"]

    async def leader(self, permissions: Any = LEADER) -> User:
        return await self.plant.user("leader", permissions, teams=[self.ids[OWN]])

    def known(self) -> dict[str, list[str]]:
        people = [str(self.plant.people[person]) for person in ("P-1", "P-2")]
        return {
            "entity": ["person", "team", "work_order"],
            "record_id": people,
            "account_id": [str(user.account_id) for user in self.users.values()],
            "order_id": [str(self.order)],
            "operation_id": [str(self.operation)],
            "kind": ["badge", "csv"],
            "subject_id": people,
        }


@pytest.fixture
def plant(plant_as_built: BuiltPlant, sessions: Sessions, clock: TestClock, client: httpx.AsyncClient) -> BuiltPlant:
    """Rolled back: nobody here needs a second connection."""
    return plant_as_built.over(sessions, clock, client)


@pytest.fixture
async def teams(plant: BuiltPlant) -> Teams:
    made = Teams(plant)
    await made.set_up()
    return made


def marks(told: object) -> set[str]:
    return {mark for mark in (OWN, OTHER) if mark in str(told)}


NARROWEST_AND_WIDEST = [role for role in DEFAULT_ROLES if role.code in ("operator", "admin")]


@pytest.mark.parametrize("role", NARROWEST_AND_WIDEST, ids=lambda role: role.code)
async def test_nothing_of_another_team_comes_back(
    teams: Teams, sessions: Sessions, clock: TestClock, role: DefaultRole
) -> None:
    user = await teams.leader(role.permissions)
    asked = {"code": "P-2", "search": OTHER, "permission": "report.create", "day": "2026-11-20", "period": "day"}
    own = 0
    async for address, params, answer in everything(application(sessions, clock), user, teams.known(), asked):
        assert answer.status_code < 500, (address, answer.text)
        assert OTHER not in answer.text, (role.code, address, params, answer.text[:300])
        own += OWN in answer.text
    assert own >= 1


async def test_without_a_limit_both_teams_are_seen(teams: Teams) -> None:
    """Else the test above would prove nothing."""
    boss = await teams.plant.user("all", LEADER)
    for path in ("/accounts", "/accounts/review", "/audit", "/audit/filters", "/entities/person/records", "/parked"):
        assert marks((await boss.raw("GET", path)).text) == {OWN, OTHER}, path
    sheet = f"/operations/{teams.operation}/sheet"
    for path in ("/reports", "/places/people", "/scan?code=P-2", "/entities/person/export.csv", sheet):
        assert OTHER in (await boss.raw("GET", path)).text, path


async def test_figures_are_those_of_the_team(teams: Teams) -> None:
    leader, site = await teams.leader(), {"site_id": teams.plant.site_id}
    shown = await leader.post("/figures/team", **site)
    assert [row["name"] for row in shown["rows"]] == [f"{OWN} person"]
    assert [team["name"] for team in shown["teams"]] == [OWN[0]]
    assert marks(await leader.post("/figures/team", **site, person_id=teams.plant.people["P-2"])) == set()
    assert marks((await leader.post("/figures/team/export", **site))["content"]) == {OWN}


async def test_a_shared_report_names_the_own_people(teams: Teams) -> None:
    leader = await teams.leader()
    found = {report["id"]: report["people"] for report in (await leader.get("/reports"))["reports"]}
    assert set(found) == {teams.reports[name] for name in (OWN, f"{OWN}, sent by another", "shared")}
    assert found[teams.reports["shared"]] == [f"{OWN} person"]


async def test_everybody_sees_themselves(teams: Teams) -> None:
    leader = await teams.leader()
    made = (await leader.report(teams.operation, 3))["report_id"]
    assert made in [report["id"] for report in (await leader.get("/reports", mine=True))["reports"]]
    assert "leader" in [account["name"] for account in (await leader.get("/accounts"))["accounts"]]
    assert "leader" in [entry["actor"] for entry in (await leader.get("/audit"))["entries"]]


async def test_nothing_is_done_to_another_team(teams: Teams) -> None:
    leader, person = await teams.leader(), teams.plant.people["P-2"]
    account, reason = {"account_id": teams.users[OTHER].account_id}, {"reason": "x"}
    record = {"entity": "person", "record_id": person, "expected_version": 2}
    changed = {"site_code": "S1", "name": "x", "expected_version": "any", **reason}
    for path, body in (
        (f"/reports/{teams.reports[OTHER]}/reverse", reason),
        (f"/reports/{teams.reports[OTHER]}/correct", {"good": 1, "ng": 0, "defects": [], **reason}),
        (f"/parked/{teams.parked[OTHER]}/withdraw", reason),
        ("/accounts/unlock", account),
        ("/accounts/end-sessions", account),
        ("/accounts/deactivate", account | reason),
        ("/entities/change-status", {**record, "to": "retired", **reason}),
        ("/entities/person/save", {**changed, "code": "P-2"}),
        ("/documents/print", {"kind": "badge", "subject_id": person, "revision": 2}),
    ):
        assert (await leader.post(path, 404, **body))["error"]["code"] == "not_found", path

    await leader.refused("/entities/person/save", 403, "beyond_your_teams", **changed, code="P-1", team_code=OTHER[0])
    new = {"site_code": "S1", "code": "P-9", "name": "New"}
    await leader.refused("/entities/person/save", 403, "beyond_your_teams", **new)
    await leader.post("/entities/person/save", **new, team_code=OWN[0])
    await leader.post(f"/reports/{teams.reports[OWN]}/reverse", **reason)
    await leader.post(f"/parked/{teams.parked[OWN]}/withdraw", **reason)


async def test_nobody_gives_more_teams_than_their_own(teams: Teams) -> None:
    leader, own, roles = await teams.leader(), {"team_ids": [teams.ids[OWN]]}, {"roles": ["of P-1"]}
    body = {"site_code": "S1", "code": "P-9", "name": "New", "team_code": OWN[0]}
    fresh = {"person_id": (await leader.post("/entities/person/save", **body))["id"]}
    new = {"name": "new", "display_name": "New", **roles}
    for scope in ({}, {"team_ids": list(teams.ids.values())}):
        await leader.refused("/accounts/create", 403, "beyond_yourself", **new, **fresh, **scope)
    await leader.refused("/accounts/create", 403, "beyond_yourself", **new, **own)
    other = {"person_id": teams.plant.people["P-2"]}
    await leader.refused("/accounts/create", 422, "unknown_person", **new, **own, **other)
    await leader.refused("/accounts/create", 422, "unknown_team", **new, **fresh, team_ids=[999_999])
    made = await leader.post("/accounts/create", **new, **fresh, **own)

    now = teams.plant.clock().isoformat()
    post = {**roles, "account_id": made["account_id"], "expected_version": 1, "from_at": now, "reason": "x"}
    await leader.refused("/accounts/plan-post", 403, "beyond_yourself", **post)
    await leader.post("/accounts/plan-post", **post, **own)
    await leader.refused("/api-keys/create", 403, "beyond_yourself", name="k", permissions=["report.read"])
    role = {"role": "x", "name": {"en": "x"}, "permissions": ["report.read"]}
    await leader.refused("/roles/create", 403, "beyond_yourself", **role)


async def test_a_key_and_a_post_carry_the_teams(teams: Teams) -> None:
    boss, own = await teams.plant.user("all", LEADER), [teams.ids[OWN]]
    key = await boss.post("/api-keys/create", name="k", permissions=["report.read"], team_ids=own)
    read = await teams.plant.client.get("/api/reports", headers={"Authorization": f"Bearer {key['secret']}"})
    assert marks(read.text) == {OWN}

    operator = await teams.plant.user("operator", OPERATOR)
    assert marks(await operator.get("/reports")) == {OWN, OTHER}
    post = {"account_id": operator.account_id, "expected_version": 1, "roles": ["operator"], "reason": "x"}
    await boss.post("/accounts/plan-post", **post, team_ids=own, from_at=teams.plant.clock().isoformat())
    assert marks(await operator.get("/reports")) == {OWN}
    shown = await boss.get(f"/accounts/{operator.account_id}")
    assert (shown["team_ids"], shown["posts"][0]["team_ids"]) == (own, own)
    why = await boss.get(f"/accounts/{operator.account_id}/why", permission="report.read")
    assert (why["allowed"], why["team_ids"]) == (True, own)
