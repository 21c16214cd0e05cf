# SPDX-License-Identifier: Apache-2.0
"""Changes of post with dates. They count by themselves when their time comes, and stop when it is over."""

from sqlalchemy import insert, select, update

from lockstep.kernel.errors import NotFound
from lockstep.platform.accounts.errors import NotYourself, PostDates, VersionChanged
from lockstep.platform.accounts.models import AccountPost
from lockstep.platform.accounts.operations.admins import require_an_admin_left
from lockstep.platform.accounts.operations.noting import note
from lockstep.platform.accounts.posts import Career, Standing, is_not_over, lasts
from lockstep.platform.accounts.reach import (
    granted_roles,
    hold_account,
    require_reach_of,
    settled,
    stamp,
    write_account,
)
from lockstep.platform.accounts.schemas.answers import PostAnswer
from lockstep.platform.accounts.schemas.commands import EndPost, PlanPost
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("accounts.plan_post", permission="account.manage")
async def plan_post(work: Work, command: PlanPost) -> PostAnswer:
    if work.actor.account_id == command.account_id:
        raise NotYourself
    from_at = max(command.from_at, work.now)
    if command.until_at is not None and command.until_at <= from_at:
        raise PostDates
    held = await hold_account(work, command.account_id)
    require_reach_of(work.actor, held)
    if held.row.version != command.expected_version:
        raise VersionChanged(expected=command.expected_version, current=held.row.version)
    command = await settled(work, command)
    role_ids = await granted_roles(work, command.roles, command)
    roles, scopes = sorted(set(command.roles)), command.scopes()
    planned = Standing(tuple(roles), frozenset(), **{name: tuple(ids) for name, ids in scopes.items()})
    await require_an_admin_left(work, held, after=[*held.career.ahead(work.now), planned])
    made = await work.session.execute(
        insert(AccountPost)
        .values(
            account_id=command.account_id,
            role_ids=role_ids,
            from_at=from_at,
            until_at=command.until_at,
            reason=command.reason,
            planned_at=work.now,
            planned_by=work.actor.name,
            **scopes,
        )
        .returning(AccountPost.id)
    )
    post_id: int = made.scalar_one()
    version = await write_account(work, held, {})
    note(
        work,
        "account.post_planned",
        "account",
        command.account_id,
        held.place,
        after={"from_at": stamp(from_at), "until_at": stamp(command.until_at), "roles": roles, **scopes},
        reason=command.reason,
    )
    return PostAnswer(id=command.id, account_id=command.account_id, version=version, post_id=post_id)


@operation("accounts.end_post", permission="account.manage")
async def end_post(work: Work, command: EndPost) -> PostAnswer:
    """A planned one never comes; one that lasts ends now."""
    if work.actor.account_id == command.account_id:
        raise NotYourself
    held = await hold_account(work, command.account_id)
    require_reach_of(work.actor, held)
    found = await work.session.execute(
        select(AccountPost.__table__).where(
            AccountPost.id == command.post_id,
            AccountPost.account_id == command.account_id,
            is_not_over(work.now),
        )
    )
    post = found.one_or_none()
    if post is None:
        raise NotFound(kind="account_post", key=command.post_id)
    left = Career(held.career.own, tuple(one for one in held.career.posts if one.id != post.id))
    await require_an_admin_left(work, held, after=left.ahead(work.now))
    await work.session.execute(update(AccountPost).where(AccountPost.id == post.id).values(ended_at=work.now))
    version = await write_account(work, held, {})
    note(
        work,
        "account.post_ended",
        "account",
        command.account_id,
        held.place,
        before={"from_at": stamp(post.from_at), "until_at": stamp(post.until_at)},
        after={"from_at": stamp(post.from_at), "until_at": stamp(work.now)},
        reason=command.reason,
    )
    return PostAnswer(id=command.id, account_id=command.account_id, version=version, post_id=post.id)


async def end_posts(work: Work, account_id: int) -> None:
    """Those that last."""
    await work.session.execute(
        update(AccountPost)
        .where(AccountPost.account_id == account_id, lasts(work.now))
        .values(ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
