# SPDX-License-Identifier: Apache-2.0
"""What the columns of a sheet are understood to mean, in the words of the reader."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.platform.commands.actor import Actor
from lockstep.platform.metadata.entity import entity_of
from lockstep.platform.metadata.sheets.columns import columns_of, heading_of, suggest
from lockstep.platform.metadata.sheets.models import ColumnMemory
from lockstep.platform.metadata.sheets.schemas import SheetColumn, SheetUploaded, Target


async def understood(session: AsyncSession, actor: Actor, sheet: Any) -> SheetUploaded:
    """*sheet* is an import's row. As it was started last; before that, as its headings say."""
    entity = entity_of(sheet.entity)
    columns = columns_of(entity, actor)
    meant = sheet.mapping
    if not meant:
        found = await session.execute(
            select(ColumnMemory.heading, ColumnMemory.target).where(ColumnMemory.entity == entity.key)
        )
        meant = suggest(entity, columns, sheet.headings, {row.heading: row.target for row in found}, actor.locale)
    return SheetUploaded(
        id=sheet.id,
        rows=sheet.total,
        columns=[
            SheetColumn(heading=heading, samples=samples, target=meant.get(heading))
            for heading, samples in zip(sheet.headings, sheet.samples, strict=True)
        ],
        targets=[
            Target(target=column.target, label=heading_of(entity, column, actor.locale), required=column.required)
            for column in columns
        ],
    )
