# SPDX-License-Identifier: Apache-2.0
"""Nobody removes the last administrator of all sites: not now, and not by what is planned."""

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from lockstep.platform.accounts.errors import LastAdmin
from lockstep.platform.accounts.models import Account, AccountPost, AccountRole, Role
from lockstep.platform.accounts.permissions import ADMIN
from lockstep.platform.accounts.posts import Standing, is_not_over, read_careers
from lockstep.platform.accounts.reach import Held
from lockstep.platform.commands.work import Work


async def require_an_admin_left(work: Work, held: Held, after: Sequence[Standing] | None) -> None:
    """`after`: what the account will stand for, now and later; None when nobody can use it any more."""
    stays = after is not None and _for_good(after)
    if stays or not held.row.active or not _for_good(held.career.ahead(work.now)):
        return
    role_id = await work.session.scalar(
        # Two administrators who remove each other at the same moment wait for one another here.
        select(Role.id).where(Role.code == ADMIN).with_for_update(key_share=True)
    )
    by_post = exists().where(
        AccountPost.account_id == Account.id, AccountPost.role_ids.contains([role_id]), is_not_over(work.now)
    )
    by_account = exists().where(AccountRole.account_id == Account.id, AccountRole.role_id == role_id)
    others = list(
        await work.session.scalars(
            select(Account.id).where(
                Account.id != held.row.id,
                Account.active,
                Account.password_hash.is_not(None),
                or_(by_account, by_post),
            )
        )
    )
    careers = await read_careers(work.session, others, work.now)
    if not any(_for_good(career.ahead(work.now)) for career in careers.values()):
        raise LastAdmin


def _for_good(standings: Sequence[Standing]) -> bool:
    return all(standing.administers for standing in standings)
