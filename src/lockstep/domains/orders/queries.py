# SPDX-License-Identifier: Apache-2.0
"""Which orders an actor may see. Every reading of orders starts here."""

from typing import Any

from sqlalchemy import ColumnElement, true

from lockstep.domains.orders.models import WorkOrder
from lockstep.platform.commands.actor import Actor


def in_scope(actor: Actor, table: Any = WorkOrder) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if actor.site_ids is not None:
        conditions.append(table.site_id.in_(actor.site_ids))
    if actor.line_ids is not None:
        conditions.append(table.line_id.is_(None) | table.line_id.in_(actor.line_ids))
    return conditions or [true()]
