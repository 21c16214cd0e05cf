# SPDX-License-Identifier: Apache-2.0
"""A whole log, sorted into its orders: each with its route and its rows in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lockstep.app.importing.outcome import Finding, ImportAnswer
from lockstep.app.importing.reading import Record
from lockstep.app.importing.rows import Refused, Row, RowReader
from lockstep.kernel.qty import Qty, show_qty


@dataclass(slots=True)
class Step:
    activity: str
    first_seen: datetime
    resources: dict[str, None] = field(default_factory=dict)
    """In the order of their first use."""


@dataclass(slots=True)
class LoggedOrder:
    number: str
    product: str
    quantity: Qty | None = None
    due: datetime | None = None
    rows: list[Row] = field(default_factory=list)

    def steps(self) -> list[Step]:
        """The activities by their first start: the line that the log implies. A re-entry stays where it was."""
        found: dict[str, Step] = {}
        for row in sorted(self.rows, key=lambda row: (row.first_seen, row.line)):
            step = found.setdefault(row.activity, Step(row.activity, row.first_seen))
            if row.resource:
                step.resources[row.resource] = None
        return list(found.values())

    @property
    def first_seen(self) -> datetime:
        return min(row.first_seen for row in self.rows)


@dataclass(slots=True)
class Log:
    orders: list[LoggedOrder]
    rows: int
    """Those that are in the orders: neither refused nor repeated within the file."""


def read_log(records: Iterable[Record], reader: RowReader, answer: ImportAnswer) -> Log:
    """Sort the rows into orders; what is refused or repeated in the file goes to the answer at once."""
    orders: dict[str, LoggedOrder] = {}
    lines: dict[str, int] = {}
    for record in records:
        try:
            row = reader.read(record)
        except Refused as refusal:
            answer.add_refused(record.line, refusal.found)
            continue
        first = lines.setdefault(row.content, row.line)
        if first != row.line:
            answer.add_duplicate(row.line, Finding("same_row", {"first_line": first}))
            continue
        _put(orders.setdefault(row.order, LoggedOrder(row.order, row.product)), row)
    for order in orders.values():
        order.rows.sort(key=lambda row: (row.ended, row.line))
    # By their first start, so that stations are planned in the order in which they worked.
    return Log(sorted(orders.values(), key=lambda order: order.first_seen), sum(len(o.rows) for o in orders.values()))


def _put(order: LoggedOrder, row: Row) -> None:
    """The first row that says it decides about the order; those that contradict it are doubtful."""
    if order.quantity is None:
        order.quantity = row.order_quantity
    if row.order_quantity not in (None, order.quantity):
        params = {"said": show_qty(row.order_quantity or 0), "order": show_qty(order.quantity or 0)}
        row.doubts.append(Finding("order_quantity_differs", params))
    if row.product != order.product:
        row.doubts.append(Finding("product_differs", {"said": row.product, "order": order.product}))
    order.due = order.due or row.due
    order.rows.append(row)
