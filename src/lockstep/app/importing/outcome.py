# SPDX-License-Identifier: Apache-2.0
"""What became of each line, and the answer of an import. The counts always add up."""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any


class CannotRead(Exception):
    """The file or its mapping is not what it should be: nothing was read, nothing booked."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params
        super().__init__(f"{code} {params}")


class Exit(IntEnum):
    ALL_TAKEN = 0
    CANNOT_READ = 2
    SOME_REFUSED = 3
    STOPPED = 130


class LineOutcome(StrEnum):
    BOOKED = "booked"
    DOUBTFUL = "doubtful"
    """Booked, and worth a look."""
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a line: a code with what it is about."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ImportAnswer:
    dry_run: bool = False
    stopped: bool = False
    """Ended before the last row was reached; a repeat books the rest."""
    booked: int = 0
    duplicate: int = 0
    refused: int = 0
    doubtful: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def read(self) -> int:
        return self.booked + self.duplicate + self.refused

    def add_booked(self, line: int, doubts: list[Finding]) -> None:
        self.booked += 1
        if doubts:
            self.doubtful += 1
            first, *others = doubts
            also = {"also": [{"code": one.code, "params": one.params} for one in others]} if others else {}
            self._line(line, LineOutcome.DOUBTFUL, Finding(first.code, {**first.params, **also}))

    def add_duplicate(self, line: int, found: Finding) -> None:
        self.duplicate += 1
        self._line(line, LineOutcome.DUPLICATE, found)

    def add_refused(self, line: int, found: Finding) -> None:
        self.refused += 1
        self._line(line, LineOutcome.REFUSED, found)

    def _line(self, line: int, outcome: LineOutcome, found: Finding) -> None:
        self.lines.append({"line": line, "outcome": outcome.value, "code": found.code, "params": found.params})

    def finish(self) -> "ImportAnswer":
        self.lines.sort(key=lambda entry: entry["line"])
        return self

    def exit_code(self) -> Exit:
        if self.stopped:
            return Exit.STOPPED
        return Exit.SOME_REFUSED if self.refused else Exit.ALL_TAKEN

    def by_code(self) -> list[tuple[str, str, int, int]]:
        """Outcome, code, how many lines, and the first of them; the most frequent first."""
        counted = Counter((entry["outcome"], entry["code"]) for entry in self.lines)
        first: dict[tuple[str, str], int] = {}
        for entry in self.lines:
            first.setdefault((entry["outcome"], entry["code"]), entry["line"])
        return [(*key, many, first[key]) for key, many in counted.most_common()]

    def as_json(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "booked": self.booked,
            "duplicate": self.duplicate,
            "refused": self.refused,
            "doubtful": self.doubtful,
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            "lines": self.lines,
        }
