# SPDX-License-Identifier: Apache-2.0
"""Whom to call about an operation of an order."""

from typing import Any

from sqlalchemy import select, update

from lockstep.domains.masterdata.models import Person
from lockstep.domains.orders.commands import OrderPlaced, OwnersOfOperation, SetOwners
from lockstep.domains.orders.models import Operation
from lockstep.domains.orders.operations.held import as_placed, lock_order, operations_of, tell
from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.models import Status

OWNERS = ("progress_owner", "quality_owner")


@operation("orders.set_owners", permission="order.manage")
async def set_owners(work: Work, command: SetOwners) -> OrderPlaced:
    """Of each operation that is named the owners that are named; the others stay."""
    order = await lock_order(work, command.order_id)
    known = await operations_of(work, order.id, [one.operation_id for one in command.owners])
    codes = await _codes_of(work, known)
    ids = await _people(work, order.site_id, command)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for one in command.owners:
        step, said = known[one.operation_id], _said(one)
        values = {f"{name}_id": None if code is None else ids[code] for name, code in said.items()}
        await work.session.execute(update(Operation).where(Operation.id == step.id).values(**values))
        before[step.code] = {name: codes.get(getattr(step, f"{name}_id")) for name in said}
        after[step.code] = said
    tell(work, order, "order_changed", before, after, command.reason)
    return as_placed(order, known)


def _said(one: OwnersOfOperation) -> dict[str, str | None]:
    return {name: getattr(one, f"{name}_code") for name in OWNERS if f"{name}_code" in one.model_fields_set}


async def _codes_of(work: Work, operations: dict[int, Any]) -> dict[int, str]:
    """Of those who are owners now, by id."""
    owners = {getattr(step, f"{name}_id") for step in operations.values() for name in OWNERS}
    rows = await work.session.execute(select(Person.id, Person.code).where(Person.id.in_(owners)))
    return {row.id: row.code for row in rows}


async def _people(work: Work, site_id: int, command: SetOwners) -> dict[str, int]:
    wanted = {code for one in command.owners for code in _said(one).values() if code is not None}
    rows = await work.session.execute(
        select(Person.id, Person.code).where(
            Person.site_id == site_id, Person.code.in_(wanted), Person.status == Status.RELEASED
        )
    )
    found = {row.code: row.id for row in rows}
    for code in sorted(wanted - found.keys()):
        raise NotFound(kind="person", key=code)
    return found
