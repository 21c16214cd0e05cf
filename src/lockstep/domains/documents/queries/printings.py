# SPDX-License-Identifier: Apache-2.0
"""What was printed before."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.documents.models import PrintedDocument


async def printings(session: AsyncSession, kind: str, subject_id: int, tray: int) -> list[Any]:
    """The last printing of each revision, newest revision first."""
    found = await session.execute(
        select(PrintedDocument.__table__)
        .where(
            PrintedDocument.kind == kind,
            PrintedDocument.subject_id == subject_id,
            PrintedDocument.tray == tray,
        )
        .ext(distinct_on(PrintedDocument.revision))
        .order_by(PrintedDocument.revision.desc(), PrintedDocument.number.desc())
    )
    return list(found)


async def next_tray(session: AsyncSession, operation_id: int) -> int:
    last = await session.scalar(
        select(func.max(PrintedDocument.tray)).where(
            PrintedDocument.kind == "tray", PrintedDocument.subject_id == operation_id
        )
    )
    return (last or 0) + 1
