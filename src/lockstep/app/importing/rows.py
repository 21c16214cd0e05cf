# SPDX-License-Identifier: Apache-2.0
"""What one record says: a report of pieces, or time without any; with what is doubtful about it."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from zoneinfo import ZoneInfo

from lockstep.app.importing.mapping import ISO, Mapping
from lockstep.app.importing.outcome import Finding
from lockstep.app.importing.reading import Record
from lockstep.kernel.qty import Qty, parse_qty, show_qty
from lockstep.kernel.types import EARLIEST, LATEST

LONGEST_CODE = 64
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}

Kind = Literal["setup", "run", "other"]


class Refused(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        self.found = Finding(code, params)
        super().__init__(code)


@dataclass(slots=True)
class Row:
    line: int
    order: str
    product: str
    order_quantity: Qty | None
    activity: str
    resource: str | None
    person: str | None
    started: datetime | None
    ended: datetime
    kind: Kind
    good: Qty
    ng: tuple[Qty, ...]
    """In the order of the mapping's NG columns."""
    rework: bool
    due: datetime | None
    key: str
    """What tells this report from others."""
    content: str
    """All that the log says of it."""
    doubts: list[Finding] = field(default_factory=list)

    @property
    def pieces(self) -> Qty:
        return self.good + sum(self.ng)

    @property
    def first_seen(self) -> datetime:
        return min(self.started, self.ended) if self.started else self.ended


def code_of(text: str) -> str:
    """A code for something that the log calls by this text; a long one keeps its beginning."""
    if len(text) <= LONGEST_CODE:
        return text
    return f"{text[: LONGEST_CODE - 9]}~{hashlib.sha256(text.encode()).hexdigest()[:8]}"


class RowReader:
    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._zone = ZoneInfo(mapping.time_zone)
        types = mapping.report_types
        self._kinds: dict[str, Kind] = {
            **dict.fromkeys(types.setup, "setup"),
            **dict.fromkeys(types.run, "run"),
            **dict.fromkeys(types.other, "other"),
        }

    def read(self, record: Record) -> Row:
        """The row that a record says, or `Refused` if it cannot be booked at all."""
        if record.problem:
            raise Refused(record.problem.code, **record.problem.params)
        cells, columns = record.cells, self._mapping.columns
        if unreadable := [name for name, text in cells.items() if not _storable(text)]:
            raise Refused("unreadable_text", column=unreadable[0])
        doubts: list[Finding] = []
        ended = self._time(cells, columns.end)
        ng = tuple(self._pieces(cells, one.column) for one in self._mapping.ng)
        row = Row(
            line=record.line,
            order=self._needed(cells, columns.order),
            product=self._needed(cells, columns.product),
            order_quantity=self._order_quantity(cells, doubts),
            activity=self._needed(cells, columns.activity),
            resource=_given(cells, columns.resource),
            person=_given(cells, columns.person),
            started=self._time(cells, columns.start) if _given(cells, columns.start) else None,
            ended=ended,
            kind=self._kind(cells, doubts),
            good=self._good(cells, ng),
            ng=ng,
            rework=_given(cells, columns.rework) in self._mapping.rework_marks,
            due=self._due(cells, doubts),
            key=_digest(self._mapping.site.code, cells[columns.order], *(cells[name] for name in self._mapping.key)),
            content=_digest(*cells.values()),
            doubts=doubts,
        )
        self._judge(row, cells)
        return row

    def _needed(self, cells: dict[str, str], column: str) -> str:
        if not cells[column]:
            raise Refused("missing_value", column=column)
        return cells[column]

    def _time(self, cells: dict[str, str], column: str | None) -> datetime:
        text = self._needed(cells, column or "")
        for form in self._mapping.time_format:
            try:
                read = datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)  # noqa: DTZ007
                at = read if read.tzinfo else read.replace(tzinfo=self._zone)
                if EARLIEST <= at < LATEST:
                    return at
            except (ValueError, OverflowError):
                continue
        raise Refused("unreadable_time", column=column, value=text[:80])

    def _pieces(self, cells: dict[str, str], column: str) -> Qty:
        quantity = self._number(cells, column) if cells[column] else 0
        if quantity < 0:
            raise Refused("negative_quantity", column=column, value=show_qty(quantity))
        return quantity

    def _number(self, cells: dict[str, str], column: str) -> Qty:
        text = cells[column].replace(" ", "")
        if self._mapping.decimal_comma:
            text = text.translate(str.maketrans(",.", ".,"))
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        try:
            if not _NUMBER.fullmatch(text):
                raise ValueError
            return parse_qty(Decimal(text))
        except ValueError:
            raise Refused("unreadable_number", column=column, value=cells[column][:80]) from None

    def _good(self, cells: dict[str, str], ng: tuple[Qty, ...]) -> Qty:
        said = self._pieces(cells, self._mapping.columns.good)
        if not self._mapping.good_includes_ng:
            return said
        if sum(ng) > said:
            raise Refused("ng_over_total", total=show_qty(said), ng=show_qty(sum(ng)))
        return said - sum(ng)

    def _order_quantity(self, cells: dict[str, str], doubts: list[Finding]) -> Qty | None:
        column = self._mapping.columns.order_quantity
        try:
            quantity = self._number(cells, column)
        except Refused:
            quantity = 0
        if quantity > 0:
            return quantity
        doubts.append(Finding("order_quantity_unreadable", {"column": column, "value": cells[column][:80]}))
        return None

    def _kind(self, cells: dict[str, str], doubts: list[Finding]) -> Kind:
        column = self._mapping.columns.report_type
        if column is None:
            return "run"
        kind = self._kinds.get(cells[column])
        if kind is None:
            doubts.append(Finding("unknown_report_type", {"column": column, "value": cells[column][:80]}))
        return kind or "other"

    def _due(self, cells: dict[str, str], doubts: list[Finding]) -> datetime | None:
        column = self._mapping.columns.due
        if not _given(cells, column):
            return None
        try:
            return self._time(cells, column)
        except Refused as refusal:
            doubts.append(refusal.found)
            return None

    def _judge(self, row: Row, cells: dict[str, str]) -> None:
        """What contradicts itself: time records need a true span, reports are booked without their start."""
        if row.started is None and not row.pieces:
            raise Refused("missing_value", column=self._mapping.columns.start)
        span = row.ended - row.started if row.started else None
        if span is not None and span < timedelta(0):
            params = {"start": _shown(row.started), "end": _shown(row.ended)}
            if not row.pieces:
                raise Refused("ends_before_start", **params)
            row.doubts.append(Finding("ends_before_start", params))
            row.started = None
        elif span == timedelta(0):
            row.doubts.append(Finding("no_time_spent", {"at": _shown(row.ended)}))
        self._compare_duration(row, span, cells)
        if row.rework and row.pieces:
            row.doubts.append(Finding("rework_counted_again", {"pieces": show_qty(row.pieces)}))

    def _compare_duration(self, row: Row, span: timedelta | None, cells: dict[str, str]) -> None:
        column = self._mapping.columns.duration
        text = _given(cells, column)
        if text is None:
            return
        said = self._duration(text)
        if said is None:
            row.doubts.append(Finding("duration_unreadable", {"column": column, "value": text[:80]}))
        elif span is not None and abs(span - said) >= timedelta(minutes=1):
            minutes = {"said_minutes": _minutes(said), "between_minutes": _minutes(span)}
            row.doubts.append(Finding("duration_differs", {"column": column, **minutes}))

    def _duration(self, text: str) -> timedelta | None:
        unit = self._mapping.duration_unit
        if unit == "h:mm":
            found = _CLOCK.fullmatch(text)
            if found is None:
                return None
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return timedelta(hours=hours, minutes=minutes, seconds=seconds)
        text = text.replace(",", ".") if self._mapping.decimal_comma else text
        return timedelta(seconds=float(text) * _SECONDS[unit]) if _NUMBER.fullmatch(text) else None


def _given(cells: dict[str, str], column: str | None) -> str | None:
    return (cells[column] or None) if column else None


def _storable(text: str) -> bool:
    return "\x00" not in text and not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)


def _minutes(span: timedelta) -> float:
    return round(span.total_seconds() / 60, 1)


def _shown(at: datetime | None) -> str | None:
    return at.isoformat(timespec="minutes") if at else None


def _digest(*values: str) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()
