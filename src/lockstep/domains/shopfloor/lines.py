# SPDX-License-Identifier: Apache-2.0
"""Which defect lines of a report and of its corrections are the same line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lockstep.kernel.qty import Qty


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A defect line as a report or its correction says it."""

    id: UUID
    defect_code_id: int
    quantity: Qty
    disposition: str


def line_keys(versions: Sequence[Sequence[SaidLine]]) -> list[list[str]]:
    """The keys of the lines of each version, the first report first.

    The nth line with a defect code stays the same line under the key of its first row: the case that
    holds its pieces is found by it.
    """
    keys: list[list[str]] = []
    before: dict[tuple[int, int], str] = {}
    for lines in versions:
        now: dict[tuple[int, int], str] = {}
        for line in lines:
            nth = sum(1 for code, _ in now if code == line.defect_code_id)
            place = (line.defect_code_id, nth)
            now[place] = before.get(place, str(line.id))
        keys.append(list(now.values()))
        before = now
    return keys
