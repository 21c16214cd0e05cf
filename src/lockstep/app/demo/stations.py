# SPDX-License-Identifier: Apache-2.0
"""The live mode: while the demonstration is served, its stations go on reporting."""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from lockstep.app.demo.history import first_slot
from lockstep.app.demo.people import INSPECTOR, LEADER, PLANNER, Cast, read_cast
from lockstep.app.demo.plant import LINE, PRODUCTS, SITE, STEPS
from lockstep.app.demo.shifts import operator_for
from lockstep.app.places import provide_places
from lockstep.app.server import end_with_parent, system_clock
from lockstep.domains.orders.commands import DefineWorkOrder
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.orders.operations.define import define_work_order
from lockstep.domains.orders.rules import Progress
from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.domains.shopfloor.queries.queue import station_queue
from lockstep.domains.shopfloor.queries.sheet import report_sheet
from lockstep.domains.shopfloor.schemas import DefectIn, ReportProduction
from lockstep.domains.wip.commands import ChangeProgress, Dispose, Judge, ReworkResult
from lockstep.domains.wip.operations.dispose import dispose_pieces
from lockstep.domains.wip.operations.judge import judge_pieces
from lockstep.domains.wip.operations.progress import complete_operation
from lockstep.domains.wip.operations.rework_result import book_rework_result
from lockstep.domains.wip.queries.board import board
from lockstep.domains.wip.queries.cases import cases
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.context import Context
from lockstep.platform.commands.operation import Operation
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions

log = structlog.get_logger()

EVERY = 4.0
"""Seconds from one report to the next."""

MOST_PIECES = 12
DEFECT, INSPECTION, DECISION = 0.08, 0.4, 0.15
"""How often a report has a defect, and how often an inspector or leader does something after it."""

FEW = 3
"""Cases of at most so many pieces are decided on; what was quarantined waits for the audience."""

NEW_ORDER, MOST_ORDERS = 400, 12
DUTIES_SINCE = 28
"""Days since which the shifts of the teams are counted."""


@dataclass(frozen=True)
class Stations:
    sessions: Sessions
    cast: Cast
    clock: Callable[[], datetime]
    rng: Random

    async def tick(self) -> int:
        """One report of a station that has something to do, now and then a decision; how many pieces were made."""
        made = 0
        for _, stations in self.rng.sample([(step.code, step.stations) for step in STEPS], len(STEPS)):
            made = await self._report(self.rng.choice(stations))
            if made:
                break
        else:
            await self._order()
        if self.rng.random() < INSPECTION:
            await self._inspect()
        if self.rng.random() < DECISION:
            await self._decide()
        return made

    def _at_desk(self, person: str) -> Context:
        return Context(self.sessions, self.cast.office(person), self.clock, "stations")

    def _at_station(self, station: str) -> Context:
        now = self.clock()
        [step] = [step.code for step in STEPS if station in step.stations]
        actor = self.cast.at(station, operator_for(step, first_slot(now, DUTIES_SINCE), now))
        return Context(self.sessions, actor, self.clock, "stations")

    async def _report(self, station: str) -> int:
        context = self._at_station(station)
        queue = await context.read(station_queue)
        job = next((job for job in [*queue["running"], *queue["next"]] if "report" in job["can"]), None)
        if job is None:
            return 0
        sheet = await context.read(report_sheet, job["operation_id"], station=station)
        made = min(int(sheet["available"]), self.rng.randint(2, MOST_PIECES))
        if made == 0:
            return 0
        defects = []
        if self.rng.random() < DEFECT:
            code = self.rng.choice([defect for defect in sheet["defects"] if defect["favourite"]] or sheet["defects"])
            line = {"defect_code": code["code"], "quantity": 1, "disposition": code["default_disposition"]}
            defects.append(DefectIn.model_validate(line))
        report = ReportProduction(
            id=self._id(),
            operation_id=job["operation_id"],
            assignment_id=job["assignment_id"],
            good=made - len(defects),
            ng=len(defects),
            defects=defects,
            occurred_at=self.clock(),
        )
        return made if await self._try(context, report_production, report) else 0

    async def _inspect(self) -> None:
        context = self._at_desk(INSPECTOR)
        rows = (await context.read(board, only="waiting"))["rows"]
        waiting = [
            cell for row in rows for cell in row["cells"] if cell["bar"]["waiting"] and not cell["bar"]["blocked"]
        ]
        if waiting:
            cell = max(waiting, key=lambda cell: cell["bar"]["waiting"])
            quantity = min(cell["bar"]["waiting"], self.rng.randint(5, 30))
            judge = Judge(id=self._id(), operation_id=cell["operation_id"], quantity=quantity, verdict="accept")
            await self._try(context, judge_pieces, judge)

    async def _decide(self) -> None:
        """What the stations left open: pieces in rework, and single pieces that wait for a word."""
        context = self._at_desk(INSPECTOR)
        for case in (await context.read(cases))["cases"]:
            if case["open"] <= FEW and case["origin"] == "ng":
                fate = {"quantity": case["open"], "to": self.rng.choice(("rework", "scrap")), "reason": "已判定"}
                dispose = Dispose.model_validate({"id": self._id(), "case_id": case["id"], **fate})
                await self._try(context, dispose_pieces, dispose)
                return
        rows = (await context.read(board))["rows"]
        rework = [cell for row in rows for cell in row["cells"] if cell["bar"]["rework"]]
        if rework:
            result = ReworkResult(id=self._id(), operation_id=self.rng.choice(rework)["operation_id"], good=1)
            await self._try(context, book_rework_result, result)

    async def _order(self) -> None:
        """Nothing is left to be made: what is done is completed, and the planner has the next order ready."""
        context = self._at_desk(PLANNER)
        rows = (await context.read(board))["rows"]
        for row in rows:
            last = row["cells"][-1]
            undecided = any(cell["bar"][colour] for cell in row["cells"] for colour in ("waiting", "hold", "rework"))
            if last["bar"]["progress"] == Progress.RUNNING and not undecided:
                done = ChangeProgress(id=self._id(), operation_id=last["operation_id"], reason="余数不再补做")
                await self._try(self._at_desk(LEADER), complete_operation, done)
        if len(rows) >= MOST_ORDERS:
            return
        async with self.sessions() as session:
            count = await session.scalar(select(func.count()).select_from(WorkOrder))
        order = DefineWorkOrder(
            id=self._id(),
            site_code=SITE[0],
            line_code=LINE[0],
            number=f"WO-LIVE-{count:04}",
            product_code=self.rng.choice(PRODUCTS)[0],
            quantity=NEW_ORDER,
            due_at=self.clock() + timedelta(days=10),
        )
        await self._try(context, define_work_order, order)

    def _id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    async def _try(self, context: Context, op: Operation[Any, Any], command: Command) -> bool:
        """Somebody at a screen may have been faster: then it is done another time."""
        try:
            await context.run(op, command)
        except LockstepError as refusal:
            log.info("demo.refused", operation=op.name, code=refusal.code)
            return False
        return True


async def keep_reporting(url: str) -> None:
    engine = make_engine(url, pool_size=2)
    try:
        sessions = make_sessions(engine)
        rng = Random()  # noqa: S311  a show, no secret
        stations = Stations(sessions, await read_cast(sessions), system_clock, rng)
        while True:
            await asyncio.sleep(EVERY * rng.uniform(0.6, 1.4))
            try:
                await stations.tick()
            except (SQLAlchemyError, OSError) as error:
                log.warning("demo.database_away", error=str(error))
    finally:
        await engine.dispose()


def _work(url: str) -> None:
    """A process of its own: the server forks its workers from a parent without threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    provide_places()
    asyncio.run(keep_reporting(url))


@contextmanager
def reporting_stations(url: str) -> Iterator[None]:
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(url,), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()
