# SPDX-License-Identifier: Apache-2.0
"""Lots and what went into what; called downward by those who make and consume."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from lockstep.domains.traceability.models import GenealogyEdge, Lot, SerialUnit
from lockstep.kernel.qty import Qty
from lockstep.platform.commands.work import Work

LOTS = Lot.__table__


@dataclass(frozen=True, slots=True)
class SiteLots:
    """The ids of the lots that a command names at a site, and which of them it made."""

    ids: dict[str, int]
    new: frozenset[str]


async def lots_by_code(work: Work, site_id: int, codes: Iterable[str]) -> SiteLots:
    """A code seen for the first time becomes a lot. Locked in ascending order of code."""
    wanted = sorted(set(codes))
    if not wanted:
        return SiteLots({}, frozenset())
    made = insert(LOTS).values(  # type: ignore[arg-type]
        [{"site_id": site_id, "code": code, "created_at": work.now} for code in wanted]
    )
    new = await work.session.execute(
        made.on_conflict_do_nothing(index_elements=["site_id", "code"]).returning(LOTS.c.code)
    )
    rows = await work.session.execute(
        select(LOTS.c.code, LOTS.c.id).where(LOTS.c.site_id == site_id, LOTS.c.code.in_(wanted))
    )
    return SiteLots({row.code: row.id for row in rows}, frozenset(new.scalars()))


async def forget_lots(work: Work, lots: SiteLots, used: Collection[str]) -> None:
    """Those that were made a moment ago for what was then not booked."""
    unused = [lots.ids[code] for code in lots.new if code not in used]
    if unused:
        await work.session.execute(delete(LOTS).where(LOTS.c.id.in_(unused)))  # type: ignore[arg-type]


def link_input(work: Work, *, source_lot: int, target_lot: int | None, operation_id: int, quantity: Qty | None) -> None:
    work.add(
        GenealogyEdge,
        kind="consumed",
        source_lot_id=source_lot,
        target_lot_id=target_lot,
        operation_id=operation_id,
        quantity=quantity,
        command_id=work.command_id,
        at=work.now,
    )


def record_serials(work: Work, operation_id: int, serials: Iterable[str]) -> None:
    for serial in serials:
        work.add(SerialUnit, operation_id=operation_id, serial=serial, command_id=work.command_id, at=work.now)
