# SPDX-License-Identifier: Apache-2.0
"""Where an account and its acts belong, for those who see some sites and lines only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import SQLColumnExpression

from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.plant import site_of_person
from lockstep.platform.accounts.posts import Moment, lines_at, sites_at
from lockstep.platform.commands.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    site_id: int | None = None
    line_id: int | None = None


NOWHERE = Place()


def only(ids: Sequence[int]) -> int | None:
    return ids[0] if len(ids) == 1 else None


def scope_place(site_ids: Sequence[int], line_ids: Sequence[int], person_site: int | None = None) -> Place:
    """The site of the person, else the only one of the scope; the only line of the scope."""
    return Place(only(site_ids) if person_site is None else person_site, only(line_ids))


def place_columns(now: Moment) -> tuple[SQLColumnExpression[Any], ...]:
    """What `account_place` reads of a row."""
    return (
        sites_at(now).label("site_ids"),
        lines_at(now).label("line_ids"),
        site_of_person(Account.person_id).label("person_site"),
    )


def account_place(row: Any) -> Place:
    return scope_place(row.site_ids, row.line_ids, row.person_site)


def here_or(actor: Actor, place: Place) -> Place:
    """What is done at a terminal belongs to its station, whoever it is about."""
    return place if actor.device_id is None else Place(actor.site_id, actor.line_id)
