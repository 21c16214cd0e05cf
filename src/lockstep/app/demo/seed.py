# SPDX-License-Identifier: Apache-2.0
"""Makes the demonstration plant: master data, accounts, orders and what was done on them until now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from sqlalchemy import select

from lockstep.app.demo import plant
from lockstep.app.demo.access import add_accounts
from lockstep.app.demo.story import STORY, Act, acts_of, due_date, plan_of, route_of
from lockstep.domains.masterdata import operations as masterdata
from lockstep.domains.masterdata import schemas
from lockstep.domains.masterdata.models import Person, Station
from lockstep.domains.masterdata.queries import shifts_of_sites, working_time
from lockstep.domains.orders.commands import OperationIn, PlaceOrder, PlannedTimes, SetPlannedTimes
from lockstep.domains.orders.operations.place import place_order
from lockstep.domains.orders.operations.planning import set_planned_times
from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.domains.shopfloor.schemas import DefectIn, ReportProduction, ShareIn, Source
from lockstep.domains.wip.commands import Hold, Judge, SetBlock
from lockstep.domains.wip.operations.blocks import set_block
from lockstep.domains.wip.operations.forecast import forecast_all
from lockstep.domains.wip.operations.hold import hold_pieces
from lockstep.domains.wip.operations.judge import judge_pieces
from lockstep.domains.wip.rules.refusals import OverAvailable
from lockstep.platform.accounts.permissions import PERMISSIONS
from lockstep.platform.accounts.seed import seed_roles
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import execute, in_one_transaction
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.operation import Operation
from lockstep.platform.commands.work import Work
from lockstep.platform.database.engine import Sessions

FOUNDER = Actor(name="demo", permissions=PERMISSIONS, source="office")


@dataclass(frozen=True)
class Telling:
    """Runs the story's operations, each at its own time."""

    sessions: Sessions
    now: datetime

    async def run(self, op: Operation[Any, Any], command: Command, at: datetime | None = None) -> dict[str, Any]:
        clock: Callable[[], datetime] = lambda: at or self.now  # noqa: E731
        return dict(await execute(self.sessions, FOUNDER, clock, "demo", op, command))

    async def codes(self, model: Any) -> dict[str, int]:
        async with self.sessions() as session:
            return {row.code: row.id for row in await session.execute(select(model.code, model.id))}


async def seed_plant(sessions: Sessions, now: datetime) -> None:
    async with sessions() as session, session.begin():
        await seed_roles(session)
    telling = Telling(sessions, now)
    await _master_data(telling)
    await add_accounts(sessions, FOUNDER, now)
    operations = await _orders(telling)
    await _history(telling, operations)
    await _stops(telling, operations)

    async def forecast(work: Work) -> int:
        work.operation, work.command_id = "wip.forecast_all", uuid5(STORY, "forecast")
        return await forecast_all(work)

    await in_one_transaction(sessions, FOUNDER, lambda: now, "demo", forecast)


async def _master_data(telling: Telling) -> None:
    site, line = plant.SITE[0], plant.LINE[0]
    commands: list[tuple[Operation[Any, Any], type[Command], dict[str, Any]]] = [
        (masterdata.define_site, schemas.DefineSite, {"code": site, "name": plant.SITE[1]}),
        (masterdata.define_line, schemas.DefineLine, {"site_code": site, "code": line, "name": plant.LINE[1]}),
    ]
    for code, name, starts, ends in plant.SHIFTS:
        shift = {"site_code": site, "code": code, "name": name, "starts": starts, "ends": ends}
        commands.append((masterdata.define_shift, schemas.DefineShift, {**shift, "weekdays": list(range(7))}))
    for code, name in plant.STATIONS:
        station = {"site_code": site, "line_code": line, "code": code, "name": name}
        commands.append((masterdata.define_station, schemas.DefineStation, station))
    for worker in plant.WORKERS:
        person = {"site_code": site, "code": worker.code, "name": worker.name}
        commands.append((masterdata.define_person, schemas.DefinePerson, person))
    for code, name in plant.PRODUCTS:
        product = {"code": code, "name": name, "tray_quantity": plant.TRAY}
        commands.append((masterdata.define_product, schemas.DefineProduct, product))
    for code, customer, grade in plant.CUSTOMERS:
        values = {"code": code, "name": customer, "grade": grade}
        commands.append((masterdata.define_customer, schemas.DefineCustomer, values))
    for code, name, severity, disposition in plant.DEFECTS:
        favourite_at = [step for step, codes in plant.DEFECTS_OF.items() if code in codes]
        defect = {"code": code, "name": name, "severity": severity}
        more: dict[str, Any] = {"default_disposition": disposition, "favourite_at": favourite_at}
        commands.append((masterdata.define_defect_code, schemas.DefineDefectCode, {**defect, **more}))
    for op, command, values in commands:
        await telling.run(op, command.model_validate({"id": uuid5(STORY, f"{op.name}/{values['code']}"), **values}))


async def _orders(telling: Telling) -> dict[tuple[str, str], int]:
    """Operation ids by order number and step, in the order in which the orders began."""
    async with telling.sessions() as session:
        [(zone, shifts)] = (await shifts_of_sites(session)).values()
    calendar = working_time(zone, shifts, telling.now - timedelta(days=10), telling.now + timedelta(days=60))
    found: dict[tuple[str, str], int] = {}
    for order in sorted(plant.ORDERS, key=lambda order: -order.started_days_ago):
        steps = [
            OperationIn(
                code=step.code,
                name=step.name,
                stations=list(step.stations),
                successor=step.successor,
                acceptance=step.acceptance,
                piece_seconds=int(step.hours * 36),
            )
            for step in route_of(order)
        ]
        began = telling.now - timedelta(days=order.started_days_ago)
        times = plan_of(order, telling.now, calendar)
        command = PlaceOrder(
            id=uuid5(STORY, order.number),
            site_code=plant.SITE[0],
            line_code=plant.LINE[0],
            number=order.number,
            product_code=order.product,
            customer_code=order.customer,
            quantity=order.quantity,
            due_at=due_date(order, times, telling.now, calendar),
            start_at=began,
            operations=steps,
        )
        placed = await telling.run(place_order, command, began)
        plan = SetPlannedTimes(
            id=uuid5(STORY, f"plan/{order.number}"),
            order_id=placed["id"],
            times=[
                PlannedTimes(operation_id=placed["operations"][code], start=start, end=end)
                for code, (start, end) in times.items()
            ],
            reason="生产计划会",
        )
        await telling.run(set_planned_times, plan, began)
        found.update({(order.number, code): row_id for code, row_id in placed["operations"].items()})
    return found


async def _history(telling: Telling, operations: dict[tuple[str, str], int]) -> None:
    """All acts in the order of time. One whose pieces have not arrived yet waits for the next round."""
    stations, people = await telling.codes(Station), await telling.codes(Person)
    waiting = sorted((act for order in plant.ORDERS for act in acts_of(order, telling.now)), key=lambda act: act.at)
    while waiting:
        late = []
        for act in waiting:
            try:
                await _tell(telling, act, operations, stations, people)
            except OverAvailable:
                late.append(act)
        if len(late) == len(waiting):
            raise RuntimeError(f"the story does not add up at {late[0]}")
        waiting = late


async def _tell(
    telling: Telling,
    act: Act,
    operations: dict[tuple[str, str], int],
    stations: dict[str, int],
    people: dict[str, int],
) -> None:
    operation_id = operations[act.order, act.step]
    defects = [
        DefectIn(defect_code=code, quantity=quantity, disposition=disposition, cause="")
        for code, quantity, disposition in act.defects
    ]
    command = ReportProduction(
        id=act.id,
        operation_id=operation_id,
        station_id=stations[act.station],
        good=act.good,
        ng=sum(quantity for _, quantity, _ in act.defects),
        defects=defects,
        people=[ShareIn(person_id=people[act.worker])],
        source=Source.STATION,
        occurred_at=act.at,
    )
    await telling.run(report_production, command, act.at)
    if act.verified:
        judge = Judge(id=uuid5(act.id, "judge"), operation_id=operation_id, quantity=act.verified, verdict="accept")
        await telling.run(judge_pieces, judge, act.at + timedelta(minutes=5))


async def _stops(telling: Telling, operations: dict[tuple[str, str], int]) -> None:
    """Pieces that were quarantined, and what is stopped now."""
    for stop in plant.HOLDS:
        hold = Hold(
            id=uuid5(STORY, f"hold/{stop.order}/{stop.step}"),
            operation_id=operations[stop.order, stop.step],
            cell="ready",
            quantity=stop.quantity,
            reason=stop.reason,
        )
        await telling.run(hold_pieces, hold, telling.now - timedelta(hours=stop.hours_ago))
    for gate in plant.BLOCKS:
        block = SetBlock.model_validate(
            {
                "id": uuid5(STORY, f"block/{gate.order}/{gate.step}"),
                "target_kind": "operation",
                "target_id": operations[gate.order, gate.step],
                "reason_code": gate.reason_code,
                "reason_params": gate.reason_params,
                "owner": gate.owner,
                "until": telling.now + timedelta(hours=gate.answer_in_hours),
            }
        )
        await telling.run(set_block, block, telling.now - timedelta(minutes=46))
