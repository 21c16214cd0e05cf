# SPDX-License-Identifier: Apache-2.0
"""What a change row tells a browser whose account is limited to a site or a line."""

from uuid import uuid4

import pytest
from fastapi import FastAPI

from lockstep.app.live import Follower
from lockstep.domains.masterdata.operations import define_person, define_product
from lockstep.domains.masterdata.schemas import DefinePerson, DefineProduct
from lockstep.domains.wip.operations.forecast import forecast_all
from lockstep.platform.commands.boundary import in_one_transaction
from lockstep.platform.commands.work import Work
from tests.scenarios.test_live import Screen
from tests.support.plant import EVERYBODY, LEADER, BuiltPlant, User
from tests.support.scopes import add_second_site
from tests.support.stream import live_stream

pytestmark = pytest.mark.anyio


async def seen(app: FastAPI, user: User, until: int) -> set[tuple[str, str]]:
    """All changes from the beginning, by event and entity."""
    found, cursor = set(), 0
    async with live_stream(app, user, 0) as stream:
        while cursor < until:
            event = await stream.read()
            cursor = event.cursor
            found |= {(change["event"], change["entity_id"]) for change in event.changes}
    return found


async def test_a_change_of_no_site_is_for_who_sees_every_site_unless_all_share_it(
    app: FastAPI, plant: BuiltPlant, follower: Follower
) -> None:
    site = await add_second_site(plant)
    everybody = await plant.user("boss", LEADER)
    there, here = await plant.user("there", sites=[site]), await plant.user("here", sites=[plant.site_id])
    line = await plant.user("line", lines=[plant.lines["L1"]])
    shared = await plant.run(define_product, DefineProduct(id=uuid4(), code="P2", name={"en": "Other"}))
    person = await plant.run(define_person, DefinePerson(id=uuid4(), site_code="S1", code="P-3", name="Person"))
    parked = (await everybody.report(10**9, 5, mode="book"))["id"]
    rule = {"key": "first_time", "strength": "warn", "ask_cause": True, "expected_version": 0}
    await everybody.post("/settings/detail-rules", **rule, scope_type="line", scope=str(plant.lines["L2"]))

    until = (await Screen.fresh(everybody)).cursor
    of_all = {("product_defined", str(shared["id"]))}
    of_site = {("site_defined", str(plant.site_id)), ("person_defined", str(person["id"]))}
    of_other_line = {("rule_set", "first_time"), ("line_defined", str(plant.lines["L2"]))}
    of_nobody = {("report_parked", parked)}
    named = of_all | of_site | of_other_line | of_nobody
    assert await seen(app, everybody, until) & named == named
    assert await seen(app, here, until) & named == of_all | of_site | of_other_line
    assert await seen(app, line, until) & named == of_all | of_site
    assert await seen(app, there, until) & named == of_all


async def test_new_forecasts_are_told_to_the_sites_that_have_orders(
    app: FastAPI, plant: BuiltPlant, follower: Follower
) -> None:
    site = await add_second_site(plant)
    await plant.order()
    boss = await plant.user("boss", LEADER)
    here, there = await plant.user("here", sites=[plant.site_id]), await plant.user("there", sites=[site])

    async def act(work: Work) -> int:
        work.operation, work.command_id = "wip.forecast_all", uuid4()
        return await forecast_all(work)

    assert await in_one_transaction(plant.sessions, EVERYBODY, plant.clock, "test", act) == 1
    until = (await Screen.fresh(boss)).cursor
    told = ("forecasts_made", "all")
    assert [told in await seen(app, user, until) for user in (boss, here, there)] == [True, True, False]
