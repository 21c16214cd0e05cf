# SPDX-License-Identifier: Apache-2.0
"""Which jobs ask for a skill that the reader is not known to have: said before anybody types."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, select

from lockstep.domains.masterdata.models import Person, Skill
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.schemas import OperationState, OrderState
from lockstep.domains.shopfloor.queries.plant_rules import stored_rules
from lockstep.domains.shopfloor.rules.skills import KIND, skill_asked
from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading


async def note_missing_skills(reading: Reading, jobs: Sequence[dict[str, Any]]) -> None:
    """Where the rule refuses, reporting is not among what the reader can do."""
    lacking = await _lacking(reading, [job["operation_id"] for job in jobs])
    rules = await stored_rules(reading.session, KIND) if lacking else []
    for job in jobs:
        row = lacking.get(job["operation_id"])
        asked = row and skill_asked(
            rules, line_id=row.line_id, product_id=row.product_id, operation_code=job["operation_code"]
        )
        if row is None or asked is None:
            continue
        job["missing_skill"] = {"name": local_name(row.name, reading.actor.locale), "strength": asked}
        if asked == "block":
            job["can"] = [act for act in job["can"] if act != "report"]


async def _lacking(reading: Reading, operations: Sequence[int]) -> dict[int, Any]:
    """The operations that ask for a skill of which the reader's person has none, with it."""
    if not operations:
        return {}
    has = exists().where(Person.id == reading.actor.person_id, Operation.skill_id == func.any(Person.skill_ids))
    rows = await reading.session.execute(
        select(Operation.id, Skill.name, WorkOrder.line_id, WorkOrder.product_id)
        .join(Skill, Skill.id == Operation.skill_id)
        .join(WorkOrder, WorkOrder.id == Operation.order_id)
        .where(Operation.id.in_(operations), ~has)
    )
    return {row.id: row for row in rows}


async def skill_asked_here(reading: Reading, state: OperationState, order: OrderState) -> dict[str, Any] | None:
    """The skill that a rule asks of whoever makes it, whether the reader has it or not."""
    if state.skill_id is None:
        return None
    rules = await stored_rules(reading.session, KIND)
    asked = skill_asked(rules, line_id=order.line_id, product_id=order.product_id, operation_code=state.code)
    if asked is None:
        return None
    name = await reading.session.scalar(select(Skill.name).where(Skill.id == state.skill_id))
    return {"name": local_name(name or {}, reading.actor.locale), "strength": asked}
