# SPDX-License-Identifier: Apache-2.0
"""The review of access: who may do what, and what of it nobody has needed for ninety days."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, select

from lockstep.platform.accounts.models import Account
from lockstep.platform.accounts.posts import read_careers
from lockstep.platform.accounts.queries import read_accounts
from lockstep.platform.accounts.reach import in_sight, of_a_person
from lockstep.platform.accounts.schemas.answers import AccessReview, Reviewed
from lockstep.platform.audit.models import LastUse
from lockstep.platform.commands.operation import OPERATIONS
from lockstep.platform.commands.query import Reading, query

LOOKS_BACK = timedelta(days=90)
MOST_ACCOUNTS = 5000


@query("accounts.review", permission="account.manage")
async def access_review(reading: Reading) -> AccessReview:
    since = reading.now - LOOKS_BACK
    asked_for = {name: operation.permission for name, operation in OPERATIONS.items()}
    wanted = and_(Account.active, of_a_person, in_sight(reading.actor, reading.now))
    accounts = await read_accounts(reading, wanted, MOST_ACCOUNTS)
    ids = [account.account_id for account in accounts]
    careers = await read_careers(reading.session, ids, reading.now)
    used = await _used(reading, since, asked_for)
    tracked = set(asked_for.values())
    reviewed = []
    for account in accounts:
        held = careers[account.account_id].at(reading.now).permissions
        unused = held & tracked - used.get(account.account_id, set())
        reviewed.append(
            Reviewed(
                **account.model_dump(),
                idle=account.last_sign_in_at is None or account.last_sign_in_at < since,
                permissions=sorted(held),
                unused=sorted(unused),
            )
        )
    held_by_any = {permission for account in reviewed for permission in account.permissions}
    return AccessReview(since=since, tracked=sorted(tracked & held_by_any), accounts=reviewed)


async def _used(reading: Reading, since: datetime, asked_for: dict[str, str]) -> dict[int, set[str]]:
    """The rights by account of what they have done since."""
    found = await reading.session.execute(
        select(LastUse.account_id, LastUse.operation).where(
            LastUse.day >= since.astimezone(UTC).date(), LastUse.operation.in_(asked_for)
        )
    )
    used: dict[int, set[str]] = {}
    for row in found:
        used.setdefault(row.account_id, set()).add(asked_for[row.operation])
    return used
