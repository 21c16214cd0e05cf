# SPDX-License-Identifier: Apache-2.0
"""Judgements on defect lines: append-only, beside what was said at the station. The last one counts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lockstep.domains.shopfloor.commands import JudgeDefect
from lockstep.domains.shopfloor.errors import LineJudged, NotPending, ReportReplaced, UnknownPhoto
from lockstep.domains.shopfloor.lines import SaidLine
from lockstep.domains.shopfloor.models import DefectLine, Judgement
from lockstep.domains.shopfloor.queries.history import StoredReport, read_report
from lockstep.domains.shopfloor.schemas import DefectJudged
from lockstep.domains.wip.operations.dispose import CONCEDE, settle_case
from lockstep.domains.wip.operations.part import cells_shown, check_open, finish, lock_operation, moved
from lockstep.domains.wip.queries.cases import read_cases
from lockstep.domains.wip.queries.plant import Plant
from lockstep.domains.wip.rules.cells import Disposition
from lockstep.domains.wip.rules.holding import Fate
from lockstep.kernel.errors import NotFound
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.files.models import Photo

FATES: dict[str, Fate] = {"rework": "rework", "scrap": "scrap", "ready": "ready", "waiting": "waiting"}


@operation("shopfloor.judge_defect", permission="defect.judge")
async def judge_defect(work: Work, command: JudgeDefect) -> DefectJudged:
    line = await _line(work, command.defect_line_id)
    plant = await lock_operation(work, line.operation_id, open_only=False)
    report = await read_report(work.session, line.report_id)
    if report.replaced:
        raise ReportReplaced
    before = {**await _judged_before(work, line, command), "cells": cells_shown(plant, line.operation_id)}
    value: dict[str, Any] = {"value": command.value}
    if command.aspect == "photo":
        await _check_photo(work, command.value)
    if command.aspect == "disposition":
        value |= await _dispose(work, plant, report, line, FATES[command.value])
    work.add(
        Judgement,
        defect_line_id=line.id,
        aspect=command.aspect,
        value=value,
        reason=command.reason,
        account_id=work.actor.account_id,
        actor_name=work.actor.name,
        at=work.now,
        command_id=command.id,
    )
    order = plant.order_of(line.operation_id)
    work.audit(
        "defect_line",
        line.id,
        before=before,
        after={"aspect": command.aspect, **value, "cells": cells_shown(plant, line.operation_id)},
        reason=command.reason,
        site_id=order.site_id,
        line_id=order.line_id,
    )
    also = [line.operation_id]
    await finish(work, plant, "dispose", "defect_judged", reason=command.reason, also=also, aspect=command.aspect)
    return DefectJudged.model_construct(
        **moved(
            work,
            plant,
            line.operation_id,
            defect_line_id=line.id,
            aspect=command.aspect,
            value=command.value,
        )
    )


async def _line(work: Work, line_id: UUID) -> Any:
    table = DefectLine.__table__
    rows = await work.session.execute(
        select(table.c.id, table.c.report_id, table.c.operation_id, table.c.disposition, table.c.cause).where(
            table.c.id == line_id
        )
    )
    line = rows.one_or_none()
    if line is None:
        raise NotFound(kind="defect_line", key=str(line_id))
    return line


async def _judged_before(work: Work, line: Any, command: JudgeDefect) -> dict[str, Any]:
    """The last judgement of the aspect, else what was said at the station."""
    table = Judgement.__table__
    rows = await work.session.execute(
        select(table.c.value)
        .where(table.c.defect_line_id == line.id, table.c.aspect == command.aspect)
        .order_by(table.c.id.desc())
        .limit(1)
    )
    said = {"value": {"cause": line.cause, "disposition": line.disposition}.get(command.aspect)}
    return {"aspect": command.aspect, **(rows.scalar_one_or_none() or said)}


async def _check_photo(work: Work, photo_id: str) -> None:
    if await work.session.scalar(select(Photo.id).where(Photo.id == UUID(photo_id))) is None:
        raise UnknownPhoto(photo_id=photo_id)


async def _dispose(work: Work, plant: Plant, report: StoredReport, line: Any, to: Fate) -> dict[str, Any]:
    """The pieces of the line that are still undecided follow the judgement."""
    work.actor.require("wip.dispose")
    if to == "ready":
        work.actor.require(CONCEDE)
    check_open(plant, line.operation_id)
    if line.disposition != Disposition.PENDING:
        raise NotPending(disposition=line.disposition)
    key = dict(zip((said.id for said in report.lines[-1]), report.keys, strict=True))[line.id]
    await read_cases(work.session, plant, [line.operation_id], keys=[key])
    cases = [case for case in plant.ledger.cases if case.key == key]
    quantity = cases[-1].open if cases else 0
    if quantity == 0:
        code = plant.operations[line.operation_id].code
        raise LineJudged(operation=code, case_id=cases[-1].id if cases else None, key=key)
    settle_case(plant, cases[-1], quantity, to)
    return {"quantity": show_qty(quantity), "case_id": cases[-1].id}


async def carry_judgements(work: Work, old: StoredReport, lines: Sequence[SaidLine], keys: Sequence[str]) -> None:
    """A corrected line keeps what was judged of it, unless the correction says another disposition."""
    before = dict(zip(old.keys, old.lines[-1], strict=True))
    same = {before[key].id: line for key, line in zip(keys, lines, strict=True) if key in before}
    fates = {line.id: line.disposition for line in old.lines[-1]}
    if not same:
        return
    table = Judgement.__table__
    rows = await work.session.execute(select(table).where(table.c.defect_line_id.in_(same)).order_by(table.c.id))
    for row in rows.mappings():
        line = same[row["defect_line_id"]]
        if row["aspect"] != "disposition" or fates[row["defect_line_id"]] == line.disposition:
            kept = {name: value for name, value in row.items() if name not in ("id", "defect_line_id")}
            work.add(Judgement, **kept, defect_line_id=line.id)
