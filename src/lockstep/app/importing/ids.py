# SPDX-License-Identifier: Apache-2.0
"""Ids of imported rows: the same row has the same id whenever, and in whatever order, its log comes again.

An id follows from the key columns of the row and an ordinal, 0 for nearly all. Rows that share a key but
differ in content (two reports of one person for the same minutes) take further ordinals. Which of them a
row had in an earlier import is found by its content, so that rows may be added, left out or moved.
A row whose content was changed since finds every ordinal of its key taken: its command meets the stored
one and is refused, not booked a second time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.platform.commands.command import Command
from lockstep.platform.commands.models import InboxEntry

NAMESPACE = UUID("5f0c3b62-64a8-5d0e-9e0f-6d3c1e7a94b1")

C = TypeVar("C", bound=Command)


def row_id(key: str, ordinal: int = 0) -> UUID:
    return uuid5(NAMESPACE, f"{key}/{ordinal}")


async def with_ids(session: AsyncSession, keyed: Sequence[tuple[str, C]]) -> list[C]:
    """The commands, each with the id that its row had before or gets now; in the order given."""
    groups: dict[str, list[int]] = defaultdict(list)
    for position, (key, _) in enumerate(keyed):
        groups[key].append(position)
    stored = await _stored(session, groups)
    ordinals: dict[int, int] = {}
    for key, positions in groups.items():
        known = stored[key]
        unmatched = []
        for position in positions:
            ordinal = known.pop_by_content(keyed[position][1].content_hash())
            if ordinal is None:
                unmatched.append(position)
            else:
                ordinals[position] = ordinal
        free = [ordinal for ordinal in range(len(positions)) if ordinal not in known.taken]
        for position in unmatched:
            ordinals[position] = free.pop(0) if free else 0
    return [
        command.model_copy(update={"id": row_id(key, ordinals[position])})
        for position, (key, command) in enumerate(keyed)
    ]


class _Known:
    """What the inbox holds under one key: content by ordinal."""

    def __init__(self) -> None:
        self.taken: dict[int, bytes] = {}
        self._used: set[int] = set()

    def pop_by_content(self, content: bytes) -> int | None:
        for ordinal, stored in self.taken.items():
            if stored == content and ordinal not in self._used:
                self._used.add(ordinal)
                return ordinal
        return None


async def _stored(session: AsyncSession, groups: dict[str, list[int]]) -> dict[str, _Known]:
    """Ask for as many ordinals as the file needs, and on from there while all that was asked for is taken."""
    known = {key: _Known() for key in groups}
    asked = {key: range(len(positions)) for key, positions in groups.items()}
    while asked:
        wanted = {row_id(key, ordinal): (key, ordinal) for key, span in asked.items() for ordinal in span}
        for entry_id, content in await _hashes(session, wanted):
            key, ordinal = wanted[entry_id]
            known[key].taken[ordinal] = content
        asked = {
            key: range(span.stop, span.stop * 2)
            for key, span in asked.items()
            if all(ordinal in known[key].taken for ordinal in span)
        }
    return known


async def _hashes(session: AsyncSession, ids: Iterable[UUID]) -> list[tuple[UUID, bytes]]:
    table = InboxEntry.__table__
    rows = await session.execute(select(table.c.id, table.c.payload_hash).where(table.c.id.in_(list(ids))))
    return [(row.id, row.payload_hash) for row in rows]
