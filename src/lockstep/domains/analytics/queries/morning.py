# SPDX-License-Identifier: Apache-2.0
"""The morning meeting: what was missed, progress and quality of each operation together, and who does what now."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from lockstep.domains.analytics.queries.day import Day, chosen, lines_in_scope, read_day, sites_in_scope
from lockstep.domains.analytics.queries.made import Made, Said, defects_at, made_at, shown_defects
from lockstep.domains.analytics.queries.stopped import holds, of_place, stops
from lockstep.domains.analytics.queries.trend import trend
from lockstep.domains.analytics.rules import is_missed, per_cent
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import FACTS, in_scope
from lockstep.domains.orders.schemas import OperationState
from lockstep.domains.shopfloor.models import ProductionReport
from lockstep.domains.shopfloor.queries.parked import OPEN as PARKED
from lockstep.domains.shopfloor.queries.parked import REVIEW, parked_in_scope
from lockstep.domains.tasks.models import Task
from lockstep.domains.tasks.queries import tasks_shown
from lockstep.domains.tasks.rules import OPEN
from lockstep.domains.wip.queries.bars import operation_bar, planned_by
from lockstep.domains.wip.queries.board import OFF_BOARD, order_head, read_orders
from lockstep.domains.wip.queries.plant import Plant
from lockstep.kernel.names import local_name
from lockstep.kernel.qty import Qty, show_qty
from lockstep.platform.commands.models import ParkedCommand
from lockstep.platform.commands.query import Reading, query

MOST_TASKS = 200
MOST_NAMED = 2
"""Defects named in the line of an operation."""

OWNERS = FACTS.add_columns(Operation.progress_owner_id, Operation.quality_owner_id)


@dataclass(frozen=True, slots=True)
class Found:
    """All that the lines of the meeting are made of."""

    day: Day
    plant: Plant
    made: Mapping[int, Made]
    defects: list[Said]
    facts: Mapping[int, Any]


@query("analytics.morning", permission="board.read")
async def morning(
    reading: Reading, *, site_id: int | None = None, line_id: int | None = None, day: date | None = None
) -> dict[str, Any]:
    sites = await sites_in_scope(reading)
    first = sites[0]["id"] if sites else None
    site = chosen("site", site_id or reading.actor.site_id or first, sites)
    lines = await lines_in_scope(reading, site)
    line = None if line_id is None else chosen("line", line_id, lines)
    looked = await read_day(reading, site, line, day)
    plant, heads = await read_orders(reading, ids=await _orders(reading, looked))
    made = await made_at(reading, plant.operations, looked.date)
    defects = await defects_at(reading, plant.operations, looked.date)
    shown = [state for state in plant.operations.values() if _counts(looked, plant, state, made)]
    facts = await reading.session.execute(OWNERS.where(Operation.id.in_([state.id for state in shown])))
    found = Found(looked, plant, made, defects, {row.id: row for row in facts})
    rows = sorted((_row(reading, found, state) for state in shown), key=_rank)
    late = _late(reading, plant, heads)
    return {
        "generated_at": reading.now,
        "site": next(one for one in sites if one["id"] == site),
        "line": next((one for one in lines if one["id"] == line), None),
        "sites": sites,
        "lines": lines,
        "day": looked.date,
        "today": looked.today,
        "meeting_on": looked.meeting_on,
        "due_on": looked.due_on,
        "summary": _summary(rows, found, late),
        "rows": rows,
        "trend": await trend(reading, looked),
        "late": late,
        "defects": shown_defects(defects, lambda operation_id: _at(reading, plant, operation_id)),
        "stops": await stops(reading, looked),
        "holds": await holds(reading, looked),
        "parked": await _parked(reading, looked) if reading.actor.may(REVIEW) else None,
        "tasks": await _tasks(reading, looked),
    }


async def _orders(reading: Reading, day: Day) -> list[int]:
    """Those in work, and those that were worked on that day."""
    worked_on = select(ProductionReport.order_id).where(
        ProductionReport.site_id == day.site.id, ProductionReport.shift_date == day.date
    )
    rows = await reading.session.execute(
        select(WorkOrder.id).where(
            *in_scope(reading.actor),
            *of_place(day),
            or_(WorkOrder.status.not_in(OFF_BOARD), WorkOrder.id.in_(worked_on)),
        )
    )
    return list(rows.scalars())


def _counts(day: Day, plant: Plant, state: OperationState, made: Mapping[int, Made]) -> bool:
    """Whether the meeting has something to say of it: it was worked on, or fell behind its plan."""
    that_day = made.get(state.id, Made())
    return that_day.reports > 0 or _is_missed(day, plant, state, that_day)


def _is_missed(day: Day, plant: Plant, state: OperationState, made: Made) -> bool:
    """What was complete by the end of the day is not missed, however many pieces it took."""
    if state.kind != "normal" or (state.completed_at is not None and state.completed_at <= day.ends):
        return False
    return is_missed(_planned(day, state), made.until_then, _whole(plant, state))


def _planned(day: Day, state: OperationState) -> Qty:
    return planned_by(state, day.site, day.ends)


def _whole(plant: Plant, state: OperationState) -> Qty:
    return max(state.planned_qty, plant.ledger.operations[state.id].counts().made)


def _row(reading: Reading, found: Found, state: OperationState) -> dict[str, Any]:
    made = found.made.get(state.id, Made())
    planned = _planned(found.day, state)
    facts = found.facts[state.id]
    named = [said for said in found.defects if state.id in said.places]
    named.sort(key=lambda said: -said.places[state.id])
    return {
        **_at(reading, found.plant, state.id),
        "unit": state.unit,
        "planned": show_qty(planned),
        "made": show_qty(made.until_then),
        "short": show_qty(max(0, planned - made.until_then)),
        "missed": _is_missed(found.day, found.plant, state, made),
        "good": show_qty(made.good),
        "ng": show_qty(made.ng),
        "fpy": per_cent(made.good, made.good + made.ng),
        "reports": made.reports,
        "defects": [{"name": said.name, "pieces": show_qty(said.places[state.id])} for said in named[:MOST_NAMED]],
        "owner_id": facts.progress_owner_id,
        "quality_owner_id": facts.quality_owner_id,
        "progress_owner": facts.progress_owner,
        "quality_owner": facts.quality_owner,
        "bar": operation_bar(found.plant, state.id, reading.now),
    }


def _at(reading: Reading, plant: Plant, operation_id: int) -> dict[str, Any]:
    state = plant.operations[operation_id]
    return {
        "order_id": state.order_id,
        "order_number": plant.orders[state.order_id].number,
        "operation_id": state.id,
        "operation_code": state.code,
        "operation_name": local_name(state.name, reading.actor.locale),
    }


def _rank(row: dict[str, Any]) -> tuple[bool, float, float, str, str]:
    """What was missed by most of its plan first, then where most pieces were not good."""
    behind = row["short"] / row["planned"] if row["missed"] else 0.0
    return not row["missed"], -behind, -row["ng"], row["order_number"], row["operation_code"]


def _late(reading: Reading, plant: Plant, heads: Mapping[int, Any]) -> list[dict[str, Any]]:
    in_work = [order.id for order in plant.orders.values() if order.status not in OFF_BOARD]
    shown = [order_head(reading, plant, heads[one]) for one in in_work]
    late = [head for head in shown if head["due"]["state"] == "late"]
    return sorted(late, key=lambda head: (head["due"]["days"], head["number"]))


def _summary(rows: list[dict[str, Any]], found: Found, late: list[dict[str, Any]]) -> dict[str, Any]:
    said: Counter[str] = Counter()
    for made in found.made.values():
        said.update(good=made.good, ng=made.ng)
    return {
        "missed": sum(row["missed"] for row in rows),
        "good": show_qty(said["good"]),
        "ng": show_qty(said["ng"]),
        "scrap": show_qty(sum(defect.scrap for defect in found.defects)),
        "fpy": per_cent(said["good"], said["good"] + said["ng"]),
        "late": len(late),
    }


async def _parked(reading: Reading, day: Day) -> dict[str, Any]:
    """Of the line those of its orders; of the site those besides that name no order that we know."""
    here = [WorkOrder.site_id == day.site.id] if day.line_id is None else [WorkOrder.line_id == day.line_id]
    if day.line_id is None:
        here.append((WorkOrder.id.is_(None)) & (ParkedCommand.site_id == day.site.id))
    row: Any = (
        await reading.session.execute(
            select(func.count().label("count"), func.min(ParkedCommand.parked_at).label("oldest_at"))
            .select_from(ParkedCommand)
            .outerjoin(Operation, Operation.id == ParkedCommand.operation_id)
            .outerjoin(WorkOrder, WorkOrder.id == Operation.order_id)
            .where(ParkedCommand.status == PARKED, parked_in_scope(reading.actor), or_(*here))
        )
    ).one()
    return {"count": row.count, "oldest_at": row.oldest_at}


async def _tasks(reading: Reading, day: Day) -> list[dict[str, Any]]:
    """All that is open, and what became of what was agreed at this meeting."""
    wanted = [Task.site_id == day.site.id, or_(Task.status == OPEN, Task.meeting_on == day.meeting_on)]
    if day.line_id is not None:
        wanted.append(or_(Task.line_id == day.line_id, Task.line_id.is_(None)))
    return await tasks_shown(reading, wanted, {day.site.id: day.today}, most=MOST_TASKS)
