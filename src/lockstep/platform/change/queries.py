# SPDX-License-Identifier: Apache-2.0
"""Reading the feed without losing what commits late.

A row's number is drawn before its transaction commits, so reading by number skips rows. The cursor is
instead a transaction horizon: every transaction below `pg_snapshot_xmin` has ended, so the rows of
`[cursor, horizon)` are complete and never change again.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

HORIZON = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
READ = text(
    """
    WITH horizon AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin)
    SELECT horizon.xmin::text::bigint AS horizon, c.id, c.event, c.entity, c.entity_id, c.order_id, c.site_id,
           c.line_id, c.command_id, c.data
      FROM horizon
      LEFT JOIN change c ON c.xid >= CAST(CAST(:cursor AS text) AS xid8) AND c.xid < horizon.xmin
     ORDER BY c.id
     LIMIT :most
    """
)


@dataclass(frozen=True, slots=True)
class Batch:
    """`cursor` is where the next read starts. `cut` says that more was there than one read may take."""

    cursor: int
    rows: list[Any]
    cut: bool


async def horizon(session: AsyncSession) -> int:
    return int((await session.execute(HORIZON)).scalar_one())


async def read_changes(session: AsyncSession, cursor: int, most: int = 5000) -> Batch:
    rows = list(await session.execute(READ, {"cursor": str(cursor), "most": most + 1}))
    return Batch(cursor=int(rows[0].horizon), rows=[row for row in rows if row.id is not None], cut=len(rows) > most)
