# SPDX-License-Identifier: Apache-2.0
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.traceability.models import Lot, SerialUnit


async def lots_named(session: AsyncSession, code: str, site_ids: Sequence[int] | None) -> list[int]:
    """The lots of this code at these sites, or anywhere: a code is unique within its site only."""
    wanted = select(Lot.id).where(Lot.code == code).order_by(Lot.id)
    if site_ids is not None:
        wanted = wanted.where(Lot.site_id.in_(site_ids))
    return list((await session.execute(wanted)).scalars())


async def serials_of(session: AsyncSession, command_id: UUID) -> list[str]:
    """The serials that one command reported."""
    wanted = select(SerialUnit.serial).where(SerialUnit.command_id == command_id).order_by(SerialUnit.serial)
    return list((await session.execute(wanted)).scalars())
