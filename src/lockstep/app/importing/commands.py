# SPDX-License-Identifier: Apache-2.0
"""The product's own commands for what the log says."""

from typing import Any

from lockstep.app.importing.ids import row_id
from lockstep.app.importing.log import LoggedOrder
from lockstep.app.importing.mapping import Mapping
from lockstep.app.importing.masterdata import Known, named
from lockstep.app.importing.rows import Row, code_of
from lockstep.domains.orders.commands import PlaceOrder
from lockstep.domains.shopfloor.commands import RecordTime
from lockstep.domains.shopfloor.schemas import ReportProduction, Source
from lockstep.kernel.qty import Qty, show_qty
from lockstep.platform.commands.command import Mode

MOST_STATIONS = 20


def place_order_command(order: LoggedOrder, quantity: Qty, mapping: Mapping) -> PlaceOrder:
    """Released from its first start on; pieces beyond what was handed over are booked with a warning."""
    return PlaceOrder.model_validate(
        {
            "id": row_id(f"order/{mapping.site.code}/{order.number}"),
            "site_code": mapping.site.code,
            "line_code": mapping.line.code,
            "number": code_of(order.number),
            "product_code": code_of(order.product),
            "quantity": show_qty(quantity),
            "due_at": order.due,
            "start_at": order.first_seen,
            "operations": [
                {
                    "code": code_of(step.activity),
                    "name": named(step.activity, mapping),
                    "stations": [code_of(resource) for resource in step.resources][:MOST_STATIONS],
                    "input_rule": "warn",
                }
                for step in order.steps()
            ],
        }
    )


def row_command(row: Row, operation_id: int, known: Known, mapping: Mapping) -> ReportProduction | RecordTime:
    """A report of pieces, or time without any."""
    if row.pieces:
        return _report(row, operation_id, known, mapping)
    return _time(row, operation_id, known)


def _report(row: Row, operation_id: int, known: Known, mapping: Mapping) -> ReportProduction:
    return ReportProduction.model_validate(
        {
            **_common(row, operation_id, known),
            "good": show_qty(row.good),
            "ng": show_qty(sum(row.ng)),
            "defects": [
                {
                    "defect_code": column.defect_code,
                    "quantity": show_qty(quantity),
                    "disposition": column.disposition,
                }
                for column, quantity in zip(mapping.ng, row.ng, strict=True)
                if quantity
            ],
            "people": [{"person_id": known.people[code_of(row.person)], "share": 100}] if row.person else [],
        }
    )


def _time(row: Row, operation_id: int, known: Known) -> RecordTime:
    return RecordTime.model_validate(
        {
            **_common(row, operation_id, known),
            "kind": row.kind,
            "person_id": known.people[code_of(row.person)] if row.person else None,
        }
    )


def _common(row: Row, operation_id: int, known: Known) -> dict[str, Any]:
    return {
        "id": row_id(row.key),
        "operation_id": operation_id,
        "station_id": known.stations[code_of(row.resource)] if row.resource else None,
        "started_at": row.started,
        "ended_at": row.ended,
        "occurred_at": row.ended,
        "mode": Mode.BOOK,
        "source": Source.IMPORT,
        "note": "rework" if row.rework else None,
    }
