# SPDX-License-Identifier: Apache-2.0
"""What happened but could not be attached: each waits here with its reason until a person decides."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from lockstep.domains.masterdata.models import DefectCode
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.queries import in_scope
from lockstep.domains.orders.rules import ENDED, OrderStatus
from lockstep.domains.shopfloor.errors import SerialReported
from lockstep.kernel.names import local_name
from lockstep.platform.accounts.models import Device
from lockstep.platform.accounts.people import of_accounts
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.models import ParkedCommand
from lockstep.platform.commands.query import Reading, query

OPEN = "open"
REVIEW = "parked.review"
MOST = 500


def parked_in_scope(actor: Actor) -> ColumnElement[bool]:
    """What named no operation we know belongs to the site that it was sent from, and to no line. Each belongs to who
    sent it."""
    of_order = and_(WorkOrder.id.is_not(None), *in_scope(actor))
    of_site = true() if actor.site_ids is None else ParkedCommand.site_id.in_(actor.site_ids)
    of_place = or_(of_order, and_(WorkOrder.id.is_(None), of_site))
    return and_(of_place, of_accounts(actor, ParkedCommand.account_id))


@query("shopfloor.parked", permission=REVIEW)
async def parked(reading: Reading) -> dict[str, Any]:
    found = await reading.session.execute(
        select(
            ParkedCommand,
            WorkOrder.id.label("order_id"),
            WorkOrder.number,
            WorkOrder.status,
            Operation.code,
            Operation.name,
            Device.name.label("device"),
        )
        .outerjoin(Operation, Operation.id == ParkedCommand.operation_id)
        .outerjoin(WorkOrder, WorkOrder.id == Operation.order_id)
        .outerjoin(Device, Device.id == ParkedCommand.device_id)
        .where(ParkedCommand.status == OPEN, parked_in_scope(reading.actor))
        .order_by(ParkedCommand.parked_at, ParkedCommand.id)
        .limit(MOST)
    )
    rows = found.all()
    names = await _defect_names(reading, {one["defect_code"] for row in rows for one in _defects(row.ParkedCommand)})
    return {"parked": [_shown(reading, row, names) for row in rows]}


def _defects(waiting: ParkedCommand) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = waiting.payload.get("defects", [])
    return found


async def _defect_names(reading: Reading, codes: set[str]) -> dict[str, str]:
    rows = await reading.session.execute(select(DefectCode.code, DefectCode.name).where(DefectCode.code.in_(codes)))
    return {row.code: local_name(row.name, reading.actor.locale) for row in rows}


def _shown(reading: Reading, row: Any, names: dict[str, str]) -> dict[str, Any]:
    waiting: ParkedCommand = row.ParkedCommand
    return {
        "id": waiting.id,
        "operation": waiting.operation,
        "order_id": row.order_id,
        "order_number": row.number,
        "operation_id": waiting.operation_id,
        "operation_code": row.code,
        "operation_name": None if row.name is None else local_name(row.name, reading.actor.locale),
        "good": waiting.payload.get("good", 0),
        "ng": waiting.payload.get("ng", 0),
        "defects": [{**one, "name": names.get(one["defect_code"])} for one in _defects(waiting)],
        "person": waiting.actor_name,
        "device": row.device,
        "reason": {"code": waiting.reason_code, "params": waiting.reason_params},
        "occurred_at": waiting.occurred_at,
        "parked_at": waiting.parked_at,
        "age_minutes": int((reading.now - waiting.parked_at).total_seconds() // 60),
        "can": _can(waiting, row.status),
    }


def _can(waiting: ParkedCommand, order_status: str | None) -> list[str]:
    takes = order_status is not None and order_status not in (*ENDED, OrderStatus.PLANNED)
    # A serial number stays reported: booking once more as it is cannot get over that.
    book = ["book"] if takes and waiting.reason_code != SerialReported.code else []
    return [*book, "book_to", "withdraw"]
