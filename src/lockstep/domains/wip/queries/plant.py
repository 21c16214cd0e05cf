# SPDX-License-Identifier: Apache-2.0
"""The orders of one command, read under their locks: plan, progress, cells, claims and blocks."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.masterdata.queries import days_of, pattern_of
from lockstep.domains.orders.schemas import OperationState, OrderState, SiteState
from lockstep.domains.wip.queries.plant_sql import (
    BLOCKS_AT,
    COUNTS_AT,
    KIND_AT,
    LOCK,
    LOCK_ONE,
    LOT_AT,
    MARKS_AT,
    NAME_AT,
    OPERATIONS,
    OPERATIONS_OF_ONE,
    PLAN_AT,
    SINCE_AT,
)
from lockstep.domains.wip.rules.cells import Acceptance, Counts, InputRule
from lockstep.domains.wip.rules.ledger import Case, Edge, InspectionClaim, Ledger, Operation
from lockstep.kernel.qty import SCALE, Qty

ACCEPTANCES = {one.value: one for one in Acceptance}
INPUT_RULES = {one.value: one for one in InputRule}


@dataclass(frozen=True, slots=True)
class BlockState:
    id: int
    target_kind: str
    target_id: int
    reason_code: str
    reason_params: dict[str, Any]
    owner: str
    releaser_permission: str
    ends_at: datetime | None

    def shown(self) -> dict[str, Any]:
        return {
            "reason_code": self.reason_code,
            "reason_params": self.reason_params,
            "owner": self.owner,
            "until": self.ends_at.isoformat() if self.ends_at else None,
        }


@dataclass(frozen=True, slots=True)
class Stopped:
    assignment_id: int
    station_id: int
    block: BlockState


@dataclass(slots=True)
class Beside:
    """What stands beside the cells of one lot: marks on pieces, not places of pieces."""

    conceded: Qty = 0
    rejected: Qty = 0
    """By a verdict, and neither taken back nor put right since."""
    said_good: Qty = 0
    said_ng: Qty = 0


@dataclass(slots=True)
class Snapshot:
    order: OrderState
    states: list[OperationState]
    cells: dict[int, dict[int, Counts]]
    input_rules: dict[int, InputRule]
    cases: list[Case]
    beside: dict[tuple[int, int], Beside]


@dataclass(slots=True)
class Plant:
    """A part of the plant: whole orders, since an order is the unit of consistency."""

    orders: dict[int, OrderState] = field(default_factory=dict)
    sites: dict[int, SiteState] = field(default_factory=dict)
    operations: dict[int, OperationState] = field(default_factory=dict)
    of_orders: dict[int, list[int]] = field(default_factory=dict)
    """The operations of each order in their sequence."""
    blocks: dict[tuple[str, int], BlockState] = field(default_factory=dict)
    """The first block in force on each target."""
    stopped: dict[int, list["Stopped"]] = field(default_factory=dict)
    """By operation: its places that a block on station or assignment stops."""
    ledger: Ledger = field(default_factory=Ledger)
    beside: dict[tuple[int, int], Beside] = field(default_factory=dict)
    """By operation and lot."""
    waiting_since: dict[tuple[int, int], datetime] = field(default_factory=dict)
    touched_cells: set[tuple[int, int]] = field(default_factory=set)
    remade: set[int] = field(default_factory=set)
    """Operations of which this command made or unmade pieces."""
    changed_operations: set[int] = field(default_factory=set)
    changed_orders: set[int] = field(default_factory=set)
    worked_out: dict[int, dict[Any, Any]] = field(default_factory=dict)
    """By order, for those that are only read: what was made of their rows."""

    def once(self, order_id: int, what: Any, work_out: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Worked out once for as long as the order's rows are the same; where they may change here, each time."""
        known = self.worked_out.get(order_id)
        if known is None:
            return work_out()
        if what not in known:
            known[what] = work_out()
        found: dict[str, Any] = known[what]
        return found

    def of_order(self, order_id: int) -> list[OperationState]:
        return [self.operations[operation_id] for operation_id in self.of_orders.get(order_id, ())]

    def order_of(self, operation_id: int) -> OrderState:
        return self.orders[self.operations[operation_id].order_id]

    def site_of(self, operation_id: int) -> SiteState:
        return self.sites[self.order_of(operation_id).site_id]

    def snapshot(self, operation_id: int) -> "Snapshot | None":
        """What a refused command of a batch must not have changed: the order of this operation."""
        if operation_id not in self.operations:
            return None
        order = self.order_of(operation_id)
        states = self.of_order(order.id)
        return Snapshot(
            order=replace(order),
            states=[replace(state) for state in states],
            cells={
                state.id: {lot: replace(row) for lot, row in self.ledger.operations[state.id].cells.items()}
                for state in states
            },
            input_rules={state.id: self.ledger.operations[state.id].input_rule for state in states},
            cases=[replace(case) for case in self.ledger.cases],
            beside={key: replace(marks) for key, marks in self.beside.items()},
        )

    def restore(self, before: "Snapshot | None") -> None:
        if before is None:
            return
        self.orders[before.order.id] = before.order
        for state in before.states:
            self.operations[state.id] = state
        for operation_id, cells in before.cells.items():
            self.ledger.operations[operation_id].cells = cells
            self.ledger.operations[operation_id].input_rule = before.input_rules[operation_id]
        self.ledger.cases = before.cases
        self.ledger.movements = []
        self.beside = before.beside

    def say(self, operation_id: int, lot_id: int, *, good: Qty, ng: Qty) -> None:
        """Note what reports say, for the first-pass yield; a correction says the difference."""
        marks = self.beside.setdefault((operation_id, lot_id), Beside())
        marks.said_good += good
        marks.said_ng += ng
        self.operations[operation_id].said_good += good
        self.operations[operation_id].said_ng += ng

    def reject(self, operation_id: int, lot_id: int, quantity: Qty) -> None:
        """Note pieces that a verdict rejected; below zero: what takes it back. Never more than was rejected."""
        marks = self.beside.setdefault((operation_id, lot_id), Beside())
        change = max(quantity, -marks.rejected)
        marks.rejected += change
        self.operations[operation_id].rejected += change
        self.touched_cells.add((operation_id, lot_id))

    def block_on(self, operation_id: int, *, lot_id: int = 0) -> BlockState | None:
        """The first block in force on the operation, its order or product, or this lot."""
        if not self.blocks:
            return None
        order = self.order_of(operation_id)
        for target in (
            ("operation", operation_id),
            ("lot", lot_id),
            ("order", order.id),
            ("product", order.product_id),
        ):
            if target in self.blocks:
                return self.blocks[target]
        return None

    def block_at(
        self,
        operation_id: int,
        *,
        station_id: int | None = None,
        assignment_id: int | None = None,
        lot_id: int = 0,
    ) -> BlockState | None:
        """What stops work at the operation: a block on it, or on the place where it is done.

        Where no place is named, blocks on places stop it when none is left at which it could be done.
        """
        found = self.block_on(operation_id, lot_id=lot_id) or self.blocks.get(("station", station_id or 0))
        stopped = self.stopped.get(operation_id, ())
        if found or not stopped:
            return found
        if station_id is None and assignment_id is None:
            everywhere = len({place.assignment_id for place in stopped}) == self.operations[operation_id].stations
            return stopped[0].block if everywhere else None
        here = (
            place.block
            for place in stopped
            if place.assignment_id == assignment_id or (assignment_id is None and place.station_id == station_id)
        )
        return next(here, None)


async def lock_plant(session: AsyncSession, operations: Iterable[int], now: datetime) -> Plant:
    """Lock the orders of these operations ascending and read them. Unknown ids are simply not in the answer."""
    plant = Plant()
    wanted = sorted(set(operations))
    if len(wanted) == 1:
        rows = await session.execute(LOCK_ONE, {"operation": wanted[0]})
    else:
        rows = await session.execute(LOCK, {"operations": wanted})
    for row in rows:
        plant.orders[row.id] = _order(row)
        if row.site_id not in plant.sites:
            days = days_of(row.days)
            shifts = tuple(pattern_of(shift, days) for shift in row.shifts)
            plant.sites[row.site_id] = SiteState(row.site_id, row.site_code, row.time_zone, shifts)
    if plant.orders:
        await read_operations(session, plant, now)
    return plant


async def read_operations(session: AsyncSession, plant: Plant, now: datetime) -> None:
    """The operations, cells, claims and blocks of the plant's orders, in one statement."""
    rows = await operation_rows(session, plant, now)
    add_operations(plant, rows)


async def operation_rows(session: AsyncSession, plant: Plant, now: datetime) -> Sequence[Any]:
    """Blocks go into the plant; the rows are of whole orders, one after the other."""
    orders = list(plant.orders)
    if len(orders) == 1:
        found = await session.execute(OPERATIONS_OF_ONE, {"order": orders[0], "now": now})
    else:
        found = await session.execute(OPERATIONS, {"orders": orders, "now": now})
    rows = found.all()
    for block in next((row[BLOCKS_AT] for row in rows if row[BLOCKS_AT]), ()):
        _add_block(plant, block)
    return rows


def add_operations(plant: Plant, rows: Iterable[Any]) -> None:
    edges: list[tuple[int, Edge]] = []
    for row in rows:
        operation = plant.ledger.operations.get(row[0])
        if operation is None:
            operation = _add_operation(plant, row, edges)
        if row[LOT_AT] is not None:
            _add_cells(plant, operation, row)
    for successor_id, edge in edges:
        plant.ledger.operations[successor_id].predecessors.append(edge)


def _add_block(plant: Plant, found: dict[str, Any]) -> None:
    until, places = found["ends_at"], found.pop("places")
    block = BlockState(**{**found, "ends_at": datetime.fromisoformat(until) if until else None})
    plant.blocks.setdefault((block.target_kind, block.target_id), block)
    for operation_id, assignment_id, station_id in places or ():
        plant.stopped.setdefault(operation_id, []).append(Stopped(assignment_id, station_id, block))


def _qty(value: Any) -> Qty:
    return int(value * SCALE)


def _order(row: Any) -> OrderState:
    values = {name: getattr(row, name) for name in OrderState.__slots__}
    values["quantity"] = _qty(row.quantity)
    return OrderState(**values)


@lru_cache(maxsize=10_000)
def _names(written: str) -> dict[str, str]:
    """Most operations share their name with many others."""
    names: dict[str, str] = json.loads(written)
    return names


def _add_operation(plant: Plant, row: Any, edges: list[tuple[int, Edge]]) -> Operation:
    state = OperationState(*row[:PLAN_AT])
    state.name = _names(row[NAME_AT])
    plant.operations[state.id] = state
    plant.of_orders.setdefault(state.order_id, []).append(state.id)
    input_rule, per, batch, issued, claims = row[PLAN_AT:LOT_AT]
    operation = Operation(
        id=state.id,
        order_id=state.order_id,
        code=state.code,
        acceptance=ACCEPTANCES[state.acceptance],
        input_rule=INPUT_RULES[input_rule],
        planned=state.planned_qty,
        issued=issued,
        successor_id=state.successor_id,
        urgent_allowed=state.acceptance == Acceptance.AFTER_REPORT,
        kind=row[KIND_AT],
        parent_id=state.parent_id,
        decimals=state.decimals,
    )
    plant.ledger.operations[operation.id] = operation
    if operation.successor_id is not None:
        edges.append((operation.successor_id, Edge(operation.id, per, batch)))
    for claim in claims or ():
        plant.ledger.claims.append(
            InspectionClaim(int(claim[0]), operation.id, here=_qty(claim[1]), urgent=_qty(claim[2]))
        )
    return operation


def _add_cells(plant: Plant, operation: Operation, row: Any) -> None:
    lot_id, since = row[LOT_AT], row[SINCE_AT]
    operation.cells[lot_id] = Counts(*row[COUNTS_AT:MARKS_AT])
    marks = Beside(*row[MARKS_AT:SINCE_AT])
    plant.beside[operation.id, lot_id] = marks
    state = plant.operations[operation.id]
    state.conceded += marks.conceded
    state.rejected += marks.rejected
    state.said_good += marks.said_good
    state.said_ng += marks.said_ng
    if since is not None:
        plant.waiting_since[operation.id, lot_id] = since
        if state.waiting_since is None or since < state.waiting_since:
            state.waiting_since = since
