# SPDX-License-Identifier: Apache-2.0
"""Tells the finished orders through the product's operations, by the people who were on duty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from lockstep.app.demo import acts
from lockstep.app.demo.acts import Act, Told
from lockstep.app.demo.current import lots_into
from lockstep.app.demo.orders import Placed
from lockstep.app.demo.people import INSPECTOR, LEADER, MANAGER, PLANNER, Cast
from lockstep.app.demo.shifts import is_day, operator_for
from lockstep.app.demo.telling import Scene, Telling, story_id
from lockstep.domains.orders.operations.ending import short_close_order
from lockstep.domains.shopfloor.operations.correct import correct_report, reverse_report
from lockstep.domains.shopfloor.operations.judge_defect import judge_defect
from lockstep.domains.shopfloor.operations.record_time import record_time
from lockstep.domains.shopfloor.operations.report import report_production
from lockstep.domains.shopfloor.operations.review import withdraw_parked
from lockstep.domains.wip.operations.dispose import dispose_pieces
from lockstep.domains.wip.operations.hold import hold_pieces
from lockstep.domains.wip.operations.judge import judge_pieces
from lockstep.domains.wip.operations.progress import complete_operation
from lockstep.domains.wip.operations.release import release_pieces
from lockstep.domains.wip.operations.rework_result import book_rework_result
from lockstep.domains.wip.operations.to_stock import deliver_to_stock
from lockstep.kernel.ids import derived_id
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.command import Mode
from lockstep.platform.commands.operation import Operation

Said = dict[str, Any]

WHY: Mapping[str | None, str] = {"rework": "可返修", "scrap": "超差，无法返修", "ready": "让步接收，不影响装配"}
LATE_PIECES = 6
"""Reported after the order was closed: they wait for a word."""


@dataclass(frozen=True)
class Chapter:
    """One finished order. `first` is the day shift with which the history begins."""

    telling: Telling
    cast: Cast
    told: Told
    placed: Placed
    first: datetime
    cases: dict[int, list[int]] = field(default_factory=dict)
    """Of pieces that are held for a while, by the place of the act."""
    begun: set[str] = field(default_factory=set)
    """Steps whose first report named the lot that went in."""

    def scenes(self) -> Iterator[Scene]:
        for place, act in enumerate(self.told.acts):
            yield Scene(self._at(act), partial(self._tell, place, act))
            if isinstance(act, acts.Holding):
                yield Scene(self._at(act, act.minutes), partial(self._release, place, act))

    async def _tell(self, place: int, act: Act) -> None:
        match act:
            case acts.Setup():
                await self._set_up(place, act)
            case acts.Report():
                await self._report(place, act)
            case acts.Doubled():
                await self._double(place, act)
            case acts.Decision():
                await self._decide(place, act)
            case acts.Verdict():
                await self._judge(place, act)
            case acts.Holding():
                await self._hold(place, act)
            case acts.Rework():
                said = {"good": act.good, "scrap": act.scrap}
                await self._run(book_rework_result, place, act, self._inspector(act), **said)
            case acts.Delivery():
                await self._run(deliver_to_stock, place, act, self.cast.office(LEADER), quantity=act.quantity)
            case acts.Completion():
                await self._run(complete_operation, place, act, self._operator(act, act.station))
            case acts.Closing():
                await self._close(place, act)

    def _at(self, act: Act, after: float = 0) -> datetime:
        return self.told.began + timedelta(minutes=act.minute + after)

    def _id(self, place: int, *what: str) -> UUID:
        return story_id(self.told.past.number, place, *what)

    def _operator(self, act: Act, station: str) -> Actor:
        return self.cast.at(station, operator_for(act.step, self.first, self._at(act)))

    def _inspector(self, act: Act) -> Actor:
        """At night the team leader judges."""
        return self.cast.office(INSPECTOR if is_day(self.first, self._at(act)) else LEADER)

    async def _do(
        self, op: Operation[Any, Any], key: UUID, act: Act, by: Actor, *, after: float = 0, **said: Any
    ) -> dict[str, Any]:
        command = op.command.model_validate({"id": key, **said})
        return await self.telling.run(op, command, self._at(act, after), by)

    async def _run(self, op: Operation[Any, Any], place: int, act: Act, by: Actor, **said: Any) -> dict[str, Any]:
        """On the operation of the act."""
        said["operation_id"] = self.placed.operations[act.step]
        return await self._do(op, self._id(place), act, by, **said)

    async def _set_up(self, place: int, act: acts.Setup) -> None:
        times = {"started_at": self._at(act, -act.minutes), "ended_at": self._at(act)}
        await self._run(record_time, place, act, self._operator(act, act.station), kind="setup", **times)

    async def _report(self, place: int, act: acts.Report) -> None:
        by = self._operator(act, act.station)
        lines = [
            {"defect_code": line.code, "quantity": line.quantity, "disposition": line.disposition} for line in act.lines
        ]
        truth: Said = {"good": act.good, "ng": sum(line.quantity for line in act.lines), "defects": lines}
        if act.first_said is None:
            await self._run(report_production, place, act, by, **truth, input_lots=self._lots_into(act))
            self.begun.add(act.step)
            return
        said: Said = {"good": act.first_said, "ng": 0, "operation_id": self.placed.operations[act.step]}
        first = self._id(place, "first")
        await self._do(report_production, first, act, by, **said)
        why: Said = {"report_id": first, "reason": "不良品没有分出来"}
        await self._do(correct_report, self._id(place), act, by, after=6, **why, **truth)

    def _lots_into(self, act: acts.Report) -> list[Said]:
        past = self.told.past
        return [] if act.step in self.begun else lots_into(past.number, act.step, self._at(act), past.quantity)

    async def _double(self, place: int, act: acts.Doubled) -> None:
        by = self._operator(act, act.station)
        await self._run(report_production, place, act, by, good=act.good, ng=0)
        why: Said = {"report_id": self._id(place), "reason": "重复报了一次"}
        await self._do(reverse_report, self._id(place, "reversed"), act, by, after=3, **why)

    async def _decide(self, place: int, act: acts.Decision) -> None:
        line = derived_id(self._id(act.report), "defect", act.line)
        by = self.cast.office(MANAGER) if act.fate == "ready" else self._inspector(act)
        said: Said = {"defect_line_id": line, "aspect": "disposition", "value": act.fate, "reason": WHY[act.fate]}
        await self._do(judge_defect, self._id(place), act, by, **said)

    async def _judge(self, place: int, act: acts.Verdict) -> None:
        said: Said = {"quantity": act.quantity, "verdict": "accept", "found": act.found}
        judged = await self._run(judge_pieces, place, act, self._inspector(act), **said)
        by = self.cast.office(MANAGER) if act.fate == "ready" else self._inspector(act)
        for case in judged["case_ids"]:
            fate: Said = {"case_id": case, "quantity": act.found, "to": act.fate, "reason": WHY[act.fate]}
            await self._do(dispose_pieces, self._id(place, "disposed"), act, by, after=4, **fate)

    async def _hold(self, place: int, act: acts.Holding) -> None:
        said: Said = {"cell": "ready", "quantity": act.quantity, "reason": "可疑品隔离，等待复检"}
        held = await self._run(hold_pieces, place, act, self._inspector(act), **said)
        self.cases[place] = [case for there in held["places"] for case in there["case_ids"]]

    async def _release(self, place: int, act: acts.Holding) -> None:
        for case in self.cases.pop(place):
            said: Said = {"case_id": case, "quantity": act.quantity, "reason": "复检合格"}
            key = self._id(place, "released")
            await self._do(release_pieces, key, act, self._inspector(act), after=act.minutes, **said)

    async def _close(self, place: int, act: acts.Closing) -> None:
        """A report that comes after the end of the order waits until somebody decides on it."""
        version = await self.telling.version_of_order(self.placed.id)
        said: Said = {"record_id": self.placed.id, "expected_version": version, "reason": "客户减量"}
        await self._do(short_close_order, self._id(place), act, self.cast.office(PLANNER), **said)
        late: Said = {"good": LATE_PIECES, "ng": 0, "mode": Mode.BOOK, "operation_id": self.placed.operations[act.step]}
        by = self._operator(act, "PK-1")
        await self._do(report_production, self._id(place, "late"), act, by, after=10, **late)
        if not act.waits:
            why: Said = {"command_id": self._id(place, "late"), "reason": "工单已关闭，重复上报"}
            await self._do(
                withdraw_parked, self._id(place, "withdrawn"), act, self.cast.office(LEADER), after=30, **why
            )
