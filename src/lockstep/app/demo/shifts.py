# SPDX-License-Identifier: Apache-2.0
"""Who is on duty when, and their sign-ins at the terminals of the past weeks."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from lockstep.app.demo import masters, plant
from lockstep.app.demo.access import BADGES
from lockstep.app.demo.people import INSPECTOR, LEADER, Cast
from lockstep.app.demo.telling import Scene, Telling
from lockstep.platform.accounts.operations.devices import register_device
from lockstep.platform.accounts.permissions import REGISTERED_DEVICE
from lockstep.platform.accounts.sign_in import Claim, sign_in_with_badge
from lockstep.platform.accounts.tries import Method
from lockstep.platform.commands.actor import Actor

SHIFT = timedelta(hours=12)
OPERATORS = [worker.code for worker in plant.WORKERS if worker.role == "operator"]
SIGN_IN_AT = {"MACH": "GR-01", "WIND": "WD-01"}
"""The terminal by which somebody with this skill begins the shift."""


def is_day(first: datetime, at: datetime) -> bool:
    """`first`: when the first day shift began."""
    return (at - first) // SHIFT % 2 == 0


def on_duty(first: datetime, at: datetime) -> list[str]:
    """The operators of the shift; the teams change from day to night every week."""
    week = (at - first) // timedelta(days=7)
    team = "A" if is_day(first, at) == (week % 2 == 0) else "B"
    return [code for code in OPERATORS if masters.TEAM_OF[code] == team]


def operator_for(step: str, first: datetime, at: datetime) -> str:
    skill = masters.SKILL_AT[step]
    return next(code for code in on_duty(first, at) if skill in masters.SKILLS_OF[code])


async def register_terminals(telling: Telling, codes: dict[str, str], at: datetime) -> None:
    """A terminal at each station, by its one-time code."""
    nobody = Actor(name="anonymous", permissions=frozenset(), source="office")
    for code in codes.values():
        await register_device(telling.context(at, nobody), code=code, name=None, address="127.0.0.1", earlier=None)


def sign_ins(telling: Telling, cast: Cast, first: datetime) -> Iterator[Scene]:
    begin = first
    while begin < telling.now:
        people = [*on_duty(first, begin), INSPECTOR if is_day(first, begin) else LEADER]
        for place, person in enumerate(people):
            at = begin + timedelta(minutes=3 + 4 * place + _minutes_late(person, begin))
            if at < telling.now:
                yield Scene(at, partial(_sign_in, telling, cast, person, at))
        begin += SHIFT


def _minutes_late(person: str, begin: datetime) -> int:
    return hashlib.sha256(f"{person}/{begin.isoformat()}".encode()).digest()[0] % 9


async def _sign_in(telling: Telling, cast: Cast, person: str, at: datetime) -> None:
    skills = masters.SKILLS_OF[person]
    code = next((station for skill, station in SIGN_IN_AT.items() if skill in skills), "EOL-1")
    place, somebody = cast.places[code], cast.at(code, person)
    terminal = Actor(
        name=code,
        permissions=frozenset({REGISTERED_DEVICE}),
        site_ids=None if somebody.site_id is None else (somebody.site_id,),
        site_id=somebody.site_id,
        line_id=place.line_id,
        device_id=place.device_id,
        station_id=place.station_id,
        source="station",
    )
    await sign_in_with_badge(telling.context(at, terminal), Claim(Method.BADGE, "127.0.0.1"), BADGES[person])
