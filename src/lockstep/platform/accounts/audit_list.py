# SPDX-License-Identifier: Apache-2.0
"""Reading the audit trail, newest first. It stands here because audit itself lies below accounts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from lockstep.platform.accounts.audit_names import labels_of
from lockstep.platform.accounts.cli import ADD_USER
from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.operations.devices import REGISTER_FAILED, REGISTERED
from lockstep.platform.accounts.people import of_accounts
from lockstep.platform.accounts.reach import in_sight
from lockstep.platform.accounts.schemas.answers import AuditActor, AuditEntryShown, AuditFilters, AuditPage
from lockstep.platform.accounts.sign_in import LOCKED, SIGN_IN, SIGN_IN_FAILED, SIGN_OUT
from lockstep.platform.audit.masking import masked
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.operation import OPERATIONS
from lockstep.platform.commands.query import Reading, query

PAGE = 100
WITHOUT_ACTOR = (SIGN_IN, SIGN_IN_FAILED, LOCKED, SIGN_OUT, REGISTERED, REGISTER_FAILED, ADD_USER)


@query("audit.list", permission="audit.read")
async def audit_entries(
    reading: Reading,
    *,
    cursor: int | None,
    actor: int | None,
    operation: str | None,
    entity: str | None,
    since: datetime | None,
    until: datetime | None,
) -> AuditPage:
    """`actor` is an account; `entity` is a type, or a type and an id: `account` or `account:12`."""
    wanted = _within_scope(reading.actor)
    if cursor is not None:
        wanted.append(AuditEntry.id < cursor)
    if actor is not None:
        wanted.append(AuditEntry.account_id == actor)
    if operation:
        wanted.append(AuditEntry.operation == operation)
    if entity:
        kind, _, key = entity.partition(":")
        wanted.append(AuditEntry.entity_type == kind)
        if key:
            wanted.append(AuditEntry.entity_id == key)
    if since is not None:
        wanted.append(AuditEntry.at >= since)
    if until is not None:
        wanted.append(AuditEntry.at < until)
    found = await reading.session.execute(
        select(AuditEntry.__table__).where(*wanted).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    )
    rows = list(found)
    labels = await labels_of(reading, {(row.entity_type, row.entity_id) for row in rows[:PAGE]})
    shown = [_shown(row, reading.actor, labels.get((row.entity_type, row.entity_id))) for row in rows[:PAGE]]
    return AuditPage(entries=shown, next_cursor=shown[-1].id if len(rows) > PAGE else None)


def _shown(row: Any, actor: Actor, label: str | None) -> AuditEntryShown:
    about = (row.entity_type, row.operation)
    sides = {side: masked(row._mapping[side], about, actor.may) for side in ("before", "after")}
    return AuditEntryShown.model_validate({**row._mapping, **sides, "actor": row.actor_name, "label": label})


@query("audit.filters", permission="audit.read")
async def audit_filters(reading: Reading) -> AuditFilters:
    found = await reading.session.execute(
        select(Account.id, Account.display_name)
        .where(in_sight(reading.actor, reading.now))
        .order_by(Account.display_name, Account.id)
        .limit(1000)
    )
    return AuditFilters(
        operations=sorted({*OPERATIONS, *WITHOUT_ACTOR}),
        actors=[AuditActor(account_id=row.id, name=row.display_name) for row in found],
    )


def _within_scope(actor: Actor) -> list[ColumnElement[bool]]:
    """What belongs to no site, a role for one, is for those who see them all. Who is limited to lines sees of what
    belongs to no line, or to another, what they did themselves. Who is limited to teams sees what their people did."""
    wanted = [of_accounts(actor, AuditEntry.account_id)]
    if actor.site_ids is not None:
        wanted.append(AuditEntry.site_id.in_(actor.site_ids))
    if actor.line_ids is not None:
        wanted.append(or_(AuditEntry.line_id.in_(actor.line_ids), AuditEntry.account_id == actor.account_id))
    return wanted
