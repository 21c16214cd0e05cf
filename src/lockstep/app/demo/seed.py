# SPDX-License-Identifier: Apache-2.0
"""Makes the demonstration plant: master data, accounts, orders, and all that happened until now.

Without a history in a few seconds: nine orders in work as the pictures show them. With one, finished orders before.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from lockstep.app.demo.access import add_accounts, fresh_device_codes
from lockstep.app.demo.acts import Told
from lockstep.app.demo.founding import found
from lockstep.app.demo.history import SEED, first_slot, orders_of_the_past
from lockstep.app.demo.orders import Placed, Wish, place_current, place_wishes
from lockstep.app.demo.past import Chapter
from lockstep.app.demo.people import MANAGER, Cast, read_cast
from lockstep.app.demo.present import scenes_of_work, tell_stops
from lockstep.app.demo.shifts import register_terminals, sign_ins
from lockstep.app.demo.tasks import tell_tasks
from lockstep.app.demo.telling import FOUNDER, Scene, Telling, story_id
from lockstep.domains.shopfloor.operations.skill_rules import SetSkillRule, set_skill_rule
from lockstep.domains.wip.operations.forecast import forecast_all
from lockstep.domains.wip.rules.refusals import OverAvailable
from lockstep.platform.accounts.seed import seed_roles
from lockstep.platform.commands.boundary import in_one_transaction
from lockstep.platform.commands.work import Work
from lockstep.platform.database.engine import Sessions

Progress = Callable[[int, int], None]
"""How many scenes are told, and of how many."""

FOUNDED_BEFORE = timedelta(days=15)
CODE_LASTS = timedelta(minutes=15)


async def seed_plant(
    sessions: Sessions,
    now: datetime,
    *,
    history_days: int = 0,
    seed: int = SEED,
    progress: Progress = lambda told, of: None,
) -> None:
    async with sessions() as session, session.begin():
        await seed_roles(session)
    telling = Telling(sessions, now)
    founded = now - FOUNDED_BEFORE - timedelta(days=history_days)
    await found(telling, founded)
    await add_accounts(sessions, FOUNDER, founded)
    codes = await fresh_device_codes(sessions, FOUNDER, founded, CODE_LASTS)
    await register_terminals(telling, codes, founded)
    cast = await read_cast(sessions)
    past = orders_of_the_past(now, history_days, seed) if history_days else []
    finished = await place_wishes(telling, cast, [_wish(told) for told in past])
    placed = await place_current(telling, cast)
    scenes = list(scenes_of_work(telling, cast, placed))
    if history_days:
        scenes += _scenes_of_history(telling, cast, past, finished, first_slot(now, history_days))
    await _tell_all(scenes, progress)
    await tell_stops(telling, cast, placed)
    await tell_tasks(telling, cast, placed)
    await _ask_for_skills(telling, cast)
    await _forecast(telling)


def _wish(told: Told) -> Wish:
    past = told.past
    return Wish(
        sales_order=past.sales_order,
        sales_line="10",
        customer=past.customer,
        number=past.number,
        product=past.product,
        quantity=past.quantity,
        due_at=told.due_at,
        began=told.began,
    )


def _scenes_of_history(
    telling: Telling, cast: Cast, past: Iterable[Told], placed: Mapping[str, Placed], first: datetime
) -> list[Scene]:
    scenes = list(sign_ins(telling, cast, first))
    for told in past:
        scenes += Chapter(telling, cast, told, placed[told.past.number], first).scenes()
    return scenes


async def _tell_all(scenes: Iterable[Scene], progress: Progress) -> None:
    """In the order of time. One whose pieces have not arrived yet waits for the next round."""
    waiting = sorted(scenes, key=lambda scene: scene.at)
    told, count = 0, len(waiting)
    while waiting:
        late = []
        for scene in waiting:
            try:
                await scene.tell()
                told += 1
            except OverAvailable:
                late.append(scene)
            progress(told, count)
        if len(late) == len(waiting):
            raise RuntimeError(f"the story does not add up at {late[0].at}")
        waiting = late


async def _ask_for_skills(telling: Telling, cast: Cast) -> None:
    """From now on a report is marked where somebody lacks the skill."""
    command = SetSkillRule(id=story_id("skill_rule"), strength="warn", expected_version=0, reason="新人先培训再上岗")
    await telling.run(set_skill_rule, command, telling.now, cast.office(MANAGER))


async def _forecast(telling: Telling) -> None:
    async def forecast(work: Work) -> int:
        work.operation, work.command_id = "wip.forecast_all", story_id("forecast")
        return await forecast_all(work)

    await in_one_transaction(telling.sessions, FOUNDER, lambda: telling.now, "demo", forecast)
