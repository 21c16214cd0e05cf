# SPDX-License-Identifier: Apache-2.0
"""Who may have worked on an operation together."""

from typing import Any

from sqlalchemy import or_, select, true

from lockstep.domains.masterdata.models import Person, Team
from lockstep.domains.orders.schemas import OrderState
from lockstep.kernel.names import local_name
from lockstep.platform.accounts.people import of_people
from lockstep.platform.commands.query import Reading
from lockstep.platform.metadata.models import Status

MOST = 500


async def people_here(reading: Reading, order: OrderState, skill_id: int | None) -> list[dict[str, Any]]:
    """Of the site whom the reader sees: their own team and those of the line first."""
    own_team = select(Person.team_id).where(Person.id == reading.actor.person_id).scalar_subquery()
    near = or_(
        Person.id == reading.actor.person_id,
        Person.team_id == own_team,
        Team.line_id == order.line_id,
    ).is_(True)
    skilled = true() if skill_id is None else Person.skill_ids.contains([skill_id])
    rows = await reading.session.execute(
        select(
            Person.id,
            Person.code,
            Person.name,
            Team.name.label("team"),
            near.label("near"),
            skilled.label("skilled"),
        )
        .outerjoin(Team, Team.id == Person.team_id)
        .where(Person.site_id == order.site_id, Person.status == Status.RELEASED, of_people(reading.actor, Person.id))
        .order_by(near.desc(), Person.name, Person.id)
        .limit(MOST)
    )
    return [
        {
            **{name: getattr(row, name) for name in ("id", "code", "name", "near", "skilled")},
            "team": local_name(row.team, reading.actor.locale) if row.team else None,
        }
        for row in rows
    ]
