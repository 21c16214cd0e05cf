# SPDX-License-Identifier: Apache-2.0
"""Making and changing accounts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, insert, select, update

from lockstep.platform.accounts.errors import (
    BeyondYourself,
    NameTaken,
    NotYourself,
    PersonTaken,
    UnknownPerson,
    VersionChanged,
)
from lockstep.platform.accounts.models import Account, AccountRole
from lockstep.platform.accounts.operations.admins import require_an_admin_left
from lockstep.platform.accounts.operations.noting import note
from lockstep.platform.accounts.operations.posts import end_posts
from lockstep.platform.accounts.places import here_or, scope_place
from lockstep.platform.accounts.plant import person_place
from lockstep.platform.accounts.posts import Standing
from lockstep.platform.accounts.reach import (
    Held,
    end_sessions,
    granted_roles,
    hold_account,
    require_reach_of,
    settled,
    stamp,
    write_account,
)
from lockstep.platform.accounts.schemas.answers import AccountAnswer, LocaleAnswer
from lockstep.platform.accounts.schemas.commands import (
    AccountFields,
    ChangeAccount,
    CreateAccount,
    DeactivateAccount,
    ReactivateAccount,
    Scoped,
    SetLocale,
    UnlockAccount,
)
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

POST = {"roles", *Scoped.model_fields}
"""What belongs to a post rather than to the person."""


@operation("accounts.create_account", permission="account.manage")
async def create_account(work: Work, command: CreateAccount) -> AccountAnswer:
    if await work.session.scalar(select(Account.id).where(Account.name == command.name)) is not None:
        raise NameTaken(name=command.name)
    person_site = await _check_person(work, command.person_id, account_id=None)
    fields = await settled(work, command)
    role_ids = await granted_roles(work, fields.roles, fields)
    made = await work.session.execute(
        insert(Account).values(name=command.name, **_columns(fields)).returning(Account.id, Account.version)
    )
    account = made.one()
    _add_roles(work, account.id, role_ids)
    after = {"name": command.name, **_shown(fields)}
    place = scope_place(fields.site_ids, fields.line_ids, person_site)
    note(work, "account.created", "account", account.id, place, after=after)
    return AccountAnswer(id=command.id, account_id=account.id, version=account.version)


@operation("accounts.change_account", permission="account.manage")
async def change_account(work: Work, command: ChangeAccount) -> AccountAnswer:
    held = await hold_account(work, command.account_id)
    require_reach_of(work.actor, held)
    if held.row.version != command.expected_version:
        raise VersionChanged(expected=command.expected_version, current=held.row.version)
    fields = await settled(work, command)
    before, after = _before(held), _shown(fields)
    changed = {key for key in after if after[key] != before[key]}
    if work.actor.account_id == command.account_id and changed & {"person_id", *POST}:
        raise NotYourself
    await _check_person(work, command.person_id, command.account_id)
    role_ids = await granted_roles(work, fields.roles, fields)
    columns = _columns(fields)
    if changed & POST:
        await _change_post(work, held, fields, role_ids)
    else:
        columns = {name: value for name, value in columns.items() if name not in POST}
    version = await write_account(work, held, columns)
    note(
        work,
        "account.changed",
        "account",
        command.account_id,
        held.place,
        before={key: before[key] for key in sorted(changed)},
        after={key: after[key] for key in sorted(changed)},
        reason=command.reason,
    )
    return AccountAnswer(id=command.id, account_id=command.account_id, version=version)


@operation("accounts.deactivate", permission="account.manage")
async def deactivate(work: Work, command: DeactivateAccount) -> AccountAnswer:
    if work.actor.account_id == command.account_id:
        raise NotYourself
    held = await hold_account(work, command.account_id)
    require_reach_of(work.actor, held)
    await require_an_admin_left(work, held, after=None)
    answer = await _set_active(work, held, command, active=False)
    await end_sessions(work, command.account_id)
    return answer


@operation("accounts.reactivate", permission="account.manage")
async def reactivate(work: Work, command: ReactivateAccount) -> AccountAnswer:
    held = await hold_account(work, command.account_id)
    require_reach_of(work.actor, held)
    return await _set_active(work, held, command, active=True)


@operation("accounts.unlock", permission="account.unlock")
async def unlock(work: Work, command: UnlockAccount) -> AccountAnswer:
    held = await hold_account(work, command.account_id)
    await work.session.execute(
        update(Account).where(Account.id == command.account_id).values(failed_tries=0, locked_at=None)
    )
    note(
        work,
        "account.changed",
        "account",
        command.account_id,
        here_or(work.actor, held.place),
        before={"locked_at": stamp(held.row.locked_at), "failed_tries": held.row.failed_tries},
        after={"locked_at": None, "failed_tries": 0},
    )
    return AccountAnswer(id=command.id, account_id=command.account_id, version=held.row.version)


@operation("accounts.set_locale", permission="signed_in")
async def set_locale(work: Work, command: SetLocale) -> LocaleAnswer:
    account_id = work.actor.account_id
    await work.session.execute(update(Account).where(Account.id == account_id).values(locale=command.locale))
    work.audit(
        "account",
        account_id,
        before={"locale": work.actor.locale},
        after={"locale": command.locale},
        site_id=work.actor.site_id,
        line_id=work.actor.line_id,
    )
    return LocaleAnswer(id=command.id, locale=command.locale)


async def _set_active(
    work: Work, held: Held, command: DeactivateAccount | ReactivateAccount, *, active: bool
) -> AccountAnswer:
    version = await write_account(work, held, {"active": active})
    note(
        work,
        "account.changed",
        "account",
        command.account_id,
        held.place,
        before={"active": held.row.active},
        after={"active": active},
        reason=command.reason,
    )
    return AccountAnswer(id=command.id, account_id=command.account_id, version=version)


async def _change_post(work: Work, held: Held, fields: AccountFields, role_ids: list[int]) -> None:
    """What is changed by hand counts from now on: the post that lasts ends with it, the planned ones stay."""
    coming = [post.standing for post in held.career.posts if post.from_at > work.now]
    permissions = held.standing.permissions
    scopes = {name: tuple(ids) for name, ids in fields.scopes().items()}
    after = Standing(tuple(fields.roles), permissions, **scopes)
    await require_an_admin_left(work, held, after=[*coming, after])
    await end_posts(work, held.row.id)
    await work.session.execute(delete(AccountRole).where(AccountRole.account_id == held.row.id))
    _add_roles(work, held.row.id, role_ids)


async def _check_person(work: Work, person_id: int | None, account_id: int | None) -> int | None:
    """The site of the person. Who sees some teams only makes no account that belongs to nobody of theirs."""
    if person_id is None:
        if work.actor.team_ids is not None:
            raise BeyondYourself
        return None
    place = await person_place(work.session, person_id)
    if not (work.actor.sees(place.site_id, None) and work.actor.sees_person(person_id, place.team_id)):
        raise UnknownPerson(person_id=person_id)
    found = await work.session.execute(select(Account.id, Account.name).where(Account.person_id == person_id))
    other = found.one_or_none()
    if other is not None and other.id != account_id:
        raise PersonTaken(name=other.name)
    return place.site_id


def _add_roles(work: Work, account_id: int, role_ids: Iterable[int]) -> None:
    for role_id in role_ids:
        work.add(AccountRole, account_id=account_id, role_id=role_id)


def _columns(fields: AccountFields) -> dict[str, Any]:
    shown = _shown(fields)
    del shown["roles"]
    return shown


def _shown(fields: AccountFields) -> dict[str, Any]:
    return {
        "display_name": fields.display_name,
        "person_id": fields.person_id,
        "locale": fields.locale,
        "roles": sorted(set(fields.roles)),
        **fields.scopes(),
    }


def _before(held: Held) -> dict[str, Any]:
    row, standing = held.row, held.standing
    return {
        "display_name": row.display_name,
        "person_id": row.person_id,
        "locale": row.locale,
        "roles": list(standing.roles),
        **{name: list(getattr(standing, name)) for name in Scoped.model_fields},
    }
