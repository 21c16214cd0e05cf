# SPDX-License-Identifier: Apache-2.0
"""All that is on a paper: who prints it needs no second question."""

from typing import Any

from sqlalchemy import select

from lockstep.domains.documents.queries.printings import next_tray, printings
from lockstep.domains.documents.queries.subjects import Subject, subject_of
from lockstep.domains.documents.rules import DEFAULT_SIZES, label_address, with_revision
from lockstep.domains.documents.schemas import (
    Document,
    OrderHead,
    PrintedBefore,
    PrintedOperation,
    PrintSize,
    TrayShown,
)
from lockstep.domains.masterdata.models import LabelFormat, Product, Site, Station
from lockstep.domains.masterdata.schemas import PrintKind
from lockstep.domains.orders.models import Operation, WorkOrder
from lockstep.domains.orders.order_plan import stations_of
from lockstep.domains.orders.queries import facts_of
from lockstep.domains.wip.queries.bars import operation_bar
from lockstep.domains.wip.queries.board import read_orders
from lockstep.kernel.names import local_name
from lockstep.kernel.qr import drawn
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.database.settings import read_settings
from lockstep.platform.metadata.models import Status

REPRINT = "print.reprint"
OF_AN_ORDER = ("traveller", "tray")


@query("documents.document", permission="print.create")
async def document(
    reading: Reading, kind: PrintKind, subject_id: int, *, tray: int | None = None, origin: str = ""
) -> Document:
    """`origin` is where this server was called; a plant that sets its public address prints that."""
    subject = await subject_of(reading, kind, subject_id)
    if kind == "tray" and tray is None:
        tray = await next_tray(reading.session, subject_id)
    before = await printings(reading.session, kind, subject_id, tray or 0)
    same = next((row for row in before if row.revision == subject.revision), None)
    parts: dict[str, Any] = {}
    if kind == "traveller":
        parts = await _traveller(reading, subject)
    elif kind == "tray":
        parts = {"tray": await _tray(reading, subject, tray or 1, before)}
    elif kind == "station":
        number = select(Station.equipment_number).where(Station.id == subject_id)
        parts = {"equipment_number": await reading.session.scalar(number)}
    return Document(
        kind=kind,
        subject_id=subject_id,
        code=subject.code,
        name=subject.name,
        site_name=await _site_name(reading, subject.site_id),
        revision=subject.revision,
        earlier_revision=next((row.revision for row in before if row.revision < subject.revision), None),
        printed=PrintedBefore(number=same.number, at=same.at, by=same.actor_name) if same else None,
        can=_can(reading, subject, same),
        size=await _size(reading, kind, subject.site_id),
        qr=drawn(_said(kind, subject, read_settings().public_url or origin)),
        **parts,
    )


def _can(reading: Reading, subject: Subject, same: Any) -> list[Any]:
    if not subject.printable:
        return []
    if same is None:
        return ["print"]
    return ["reprint"] if reading.actor.may(REPRINT) else []


def _said(kind: str, subject: Subject, origin: str) -> str:
    """A person's code is no address: it says who they are and signs nobody in."""
    if kind == "badge":
        return subject.code
    return label_address(origin, subject.code, subject.revision if kind in OF_AN_ORDER else None)


async def _site_name(reading: Reading, site_id: int) -> str:
    names = await reading.session.scalar(select(Site.name).where(Site.id == site_id))
    return local_name(names or {}, reading.actor.locale)


async def _size(reading: Reading, kind: str, site_id: int) -> PrintSize:
    found = await reading.session.scalar(
        select(LabelFormat).where(
            LabelFormat.site_id == site_id, LabelFormat.kind == kind, LabelFormat.status == Status.RELEASED
        )
    )
    if found is None:
        width, height = DEFAULT_SIZES[kind]
        return PrintSize(name=None, width_mm=width, height_mm=height)
    name = local_name(found.name, reading.actor.locale)
    return PrintSize(name=name, width_mm=found.width_mm, height_mm=found.height_mm)


async def _traveller(reading: Reading, subject: Subject) -> dict[str, Any]:
    plant, heads = await read_orders(reading, ids=[subject.id])
    order, head = plant.orders[subject.id], heads[subject.id]
    drawing = await reading.session.scalar(select(Product.drawing).where(Product.id == order.product_id))
    steps = [state for state in plant.of_order(subject.id) if state.kind == "normal"]
    ids = [state.id for state in steps]
    stations, facts = await stations_of(reading, ids), await facts_of(reading.session, ids)
    shown = OrderHead(
        number=order.number,
        product_code=head.product_code,
        product_name=local_name(head.product_name, reading.actor.locale),
        drawing=drawing,
        quantity=show_qty(order.quantity),
        unit=order.unit,
        customer_name=head.customer_name,
        due_at=order.due_at,
    )
    operations = [
        PrintedOperation(
            **{**operation_bar(plant, state.id, reading.now), "unit": state.unit},
            code=state.code,
            name=local_name(state.name, reading.actor.locale),
            stations=stations.get(state.id, []),
            progress_owner=facts[state.id].progress_owner,
            quality_owner=facts[state.id].quality_owner,
            qr=drawn(with_revision(f"{order.number}/{state.code}", subject.revision)),
        )
        for state in steps
    ]
    return {"order": shown, "operations": operations}


async def _tray(reading: Reading, subject: Subject, tray: int, before: list[Any]) -> TrayShown:
    """A tray that was labelled keeps what its label says; a new one holds what a tray of the product holds."""
    row = (
        await reading.session.execute(
            select(
                Operation.order_id,
                Operation.unit,
                Operation.planned_qty,
                Product.code,
                Product.name,
                Product.tray_quantity,
            )
            .join(WorkOrder, WorkOrder.id == Operation.order_id)
            .join(Product, Product.id == WorkOrder.product_id)
            .where(Operation.id == subject.id)
        )
    ).one()
    plant, _ = await read_orders(reading, ids=[row.order_id])
    bar = operation_bar(plant, subject.id, reading.now)
    usual = min(row.tray_quantity or row.planned_qty, row.planned_qty)
    return TrayShown(
        number=tray,
        product_code=row.code,
        product_name=local_name(row.name, reading.actor.locale),
        quantity=show_qty(before[0].quantity if before else usual),
        unit=row.unit,
        lot_code=before[0].lot_code if before else None,
        progress=bar["progress"],
        quality_status=bar["quality_status"],
    )
