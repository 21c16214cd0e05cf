# SPDX-License-Identifier: Apache-2.0
"""Placing work orders, with operations of their own or those of the product's routing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select

from lockstep.domains.masterdata.decimals import check_decimals
from lockstep.domains.masterdata.models import Customer, Line, Person, Product, Site, Skill, Station
from lockstep.domains.masterdata.operations import id_of
from lockstep.domains.orders.commands import DefineWorkOrder, OperationIn, OrderPlaced, PlaceOrder
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.operations.planning import plan_order
from lockstep.domains.orders.operations.routing import steps_of_routing
from lockstep.domains.orders.rules import OrderStatus, Progress
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.files.sight import require_attachments
from lockstep.platform.metadata.search import search_text

SEES_PRICES = "field.price"


class NumberTaken(LockstepError):
    code = "order_number_taken"
    message = "There is an order {number} already."


class OrderOutOfScope(LockstepError):
    code = "order_out_of_scope"
    status = 403
    message = "Your account places orders on its own sites and lines only: name one of them."


@operation("orders.place_order", permission="order.create")
async def place_order(work: Work, command: PlaceOrder) -> OrderPlaced:
    """Make an order with its network; released at once, unless it is only planned, with planned times."""
    if any(step.piece_rate is not None for step in command.operations):
        work.actor.require(SEES_PRICES)
    await require_attachments(
        work.session, work.actor, {one for step in command.operations for one in step.instructions}
    )
    placed = await insert_order(work, command)
    work.audit("work_order", placed.id, after=command.payload(), site_id=placed.site_id, line_id=placed.line_id)
    return placed


async def place_along_routing(work: Work, command: DefineWorkOrder) -> int:
    placed = await insert_order(
        work,
        PlaceOrder.model_construct(
            id=command.id,
            site_code=command.site_code,
            line_code=command.line_code,
            number=command.number,
            product_code=command.product_code,
            customer_code=command.customer_code,
            quantity=command.quantity,
            due_at=command.due_at,
            start_at=command.start_at,
            priority=command.priority,
            release=not command.draft,
            operations=[],
        ),
    )
    return placed.id


async def insert_order(
    work: Work, command: PlaceOrder, assigned: Mapping[str, Sequence[int]] | None = None
) -> OrderPlaced:
    """`assigned`: ids of the stations at which an operation is done, by its code, where those are not all it allows."""
    site_id, line_id = await _place(work, command)
    product = await _product(work, command.product_code)
    if not command.operations:
        steps = await steps_of_routing(work, site_id, product.id, command.product_code)
        command = command.model_copy(update={"operations": steps})
    planned = (step.planned_qty for step in command.operations)
    check_decimals(product.unit, product.decimals, command.quantity, *planned)
    known = await _known(work, site_id, command.operations)
    order_id = await _insert_order(work, command, site_id, line_id, product)
    ids = await _insert_operations(work, command, order_id, product, known)
    if command.release:
        chosen = {ids[code]: tuple(stations) for code, stations in (assigned or {}).items()}
        await plan_order(work, order_id, command.start_at, chosen)
    work.emit("order_placed", "work_order", order_id, order_id=order_id, site_id=site_id, line_id=line_id)
    return OrderPlaced(
        id=order_id,
        number=command.number,
        status=OrderStatus.RELEASED if command.release else OrderStatus.PLANNED,
        operations=ids,
        site_id=site_id,
        line_id=line_id,
    )


async def _place(work: Work, command: PlaceOrder) -> tuple[int, int | None]:
    """The site and line of the order. Who is limited to lines names one of them: an order without is on every line."""
    site_id = await id_of(work, Site, "site", command.site_code)
    line_id = await id_of(work, Line, "line", command.line_code, site_id=site_id) if command.line_code else None
    limited = work.actor.line_ids is not None and line_id is None
    if limited or not work.actor.sees(site_id, line_id):
        raise OrderOutOfScope
    return site_id, line_id


async def _product(work: Work, code: str) -> Any:
    product_id = await id_of(work, Product, "product", code)
    rows = await work.session.execute(
        select(Product.id, Product.unit, Product.decimals).where(Product.id == product_id)
    )
    return rows.one()


async def _insert_order(work: Work, command: PlaceOrder, site_id: int, line_id: int | None, product: Any) -> int:
    taken = select(WorkOrder.id).where(WorkOrder.site_id == site_id, WorkOrder.number == command.number)
    if (await work.session.execute(taken)).first():
        raise NumberTaken(number=command.number)
    customer_id = await id_of(work, Customer, "customer", command.customer_code) if command.customer_code else None
    rows = await work.session.execute(
        insert(WorkOrder)
        .values(
            site_id=site_id,
            line_id=line_id,
            number=command.number,
            product_id=product.id,
            customer_id=customer_id,
            quantity=command.quantity,
            unit=product.unit,
            due_at=command.due_at,
            status=OrderStatus.RELEASED if command.release else OrderStatus.PLANNED,
            priority=command.priority,
            released_at=work.now if command.release else None,
            start_at=command.start_at,
            search=search_text([command.number, command.product_code]),
        )
        .returning(WorkOrder.id)
    )
    return rows.scalar_one()


@dataclass(frozen=True, slots=True)
class _Known:
    """Ids by code, of what the steps name."""

    stations: dict[str | None, int]
    skills: dict[str | None, int]
    people: dict[str | None, int]


async def _known(work: Work, site_id: int, steps: list[OperationIn]) -> _Known:
    owners = {code for step in steps for code in (step.progress_owner_code, step.quality_owner_code)}
    skills = {step.skill_code for step in steps}
    return _Known(
        stations=await _stations(work, site_id, steps),
        skills={code: await id_of(work, Skill, "skill", code) for code in _named(skills)},
        people={code: await id_of(work, Person, "person", code, site_id=site_id) for code in _named(owners)},
    )


def _named(codes: Iterable[str | None]) -> list[str]:
    return sorted(code for code in codes if code is not None)


async def _stations(work: Work, site_id: int, steps: list[OperationIn]) -> dict[str | None, int]:
    """By code. A station of a line that the actor does not see is not there."""
    codes = sorted({code for step in steps for code in step.stations})
    if not codes:
        return {}
    found = await work.session.execute(
        select(Station.id, Station.code, Station.line_id).where(Station.site_id == site_id, Station.code.in_(codes))
    )
    known: dict[str | None, int] = {row.code: row.id for row in found if work.actor.sees(site_id, row.line_id)}
    for code in codes:
        if code not in known:
            raise NotFound(kind="station", key=code)
    return known


async def _insert_operations(
    work: Work, command: PlaceOrder, order_id: int, product: Any, known: _Known
) -> dict[str, int]:
    """From the last one backwards, so that each row can name its successor at once."""
    planned, following = command.planned(product.decimals), command.successors()
    fed = {after for after in following.values() if after}
    position = {step.code: (place + 1) * 10 for place, step in enumerate(command.operations)}
    ids: dict[str, int] = {}
    waiting = list(command.operations)
    while waiting:
        ready = [step for step in waiting if following[step.code] is None or following[step.code] in ids]
        rows = await work.session.execute(
            insert(Operation).returning(Operation.id, sort_by_parameter_order=True),
            [
                {
                    "order_id": order_id,
                    "sequence": position[step.code],
                    "code": step.code,
                    "name": dict(step.name),
                    "successor_id": ids.get(following[step.code] or ""),
                    "per": step.per,
                    "batch": step.batch,
                    "planned_qty": planned[step.code],
                    "issued_qty": 0 if step.code in fed else planned[step.code],
                    "unit": product.unit,
                    "decimals": product.decimals,
                    "acceptance": step.acceptance,
                    "input_rule": step.input_rule,
                    "station_ids": [known.stations[code] for code in step.stations],
                    "setup_seconds": step.setup_seconds,
                    "piece_seconds": step.piece_seconds,
                    "skill_id": known.skills.get(step.skill_code),
                    "progress_owner_id": known.people.get(step.progress_owner_code),
                    "quality_owner_id": known.people.get(step.quality_owner_code),
                    "piece_rate": step.piece_rate,
                    "instructions": step.instructions,
                    "status": Progress.RELEASED if command.release else Progress.PLANNED,
                }
                for step in ready
            ],
        )
        ids.update(zip([step.code for step in ready], rows.scalars(), strict=True))
        waiting = [step for step in waiting if step.code not in ids]
    return {step.code: ids[step.code] for step in command.operations}
