# SPDX-License-Identifier: Apache-2.0
"""Making and changing accounts."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select, update

from lockstep.platform.accounts.errors import (
    NameTaken,
    NotYourself,
    PersonTaken,
    UnknownPerson,
    VersionChanged,
)
from lockstep.platform.accounts.models import Account, AccountRole
from lockstep.platform.accounts.places import here_or, scope_place
from lockstep.platform.accounts.plant import person_place
from lockstep.platform.accounts.reach import (
    Held,
    end_sessions,
    hold_account,
    read_roles,
    require_reach,
    require_reach_of,
    sites_in_scope,
    stamp,
)
from lockstep.platform.accounts.schemas.answers import AccountAnswer, LocaleAnswer
from lockstep.platform.accounts.schemas.commands import (
    AccountFields,
    ChangeAccount,
    CreateAccount,
    DeactivateAccount,
    ReactivateAccount,
    SetLocale,
    UnlockAccount,
)
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

F = TypeVar("F", bound=AccountFields)


@operation("accounts.create_account", permission="account.manage")
async def create_account(work: Work, command: CreateAccount) -> AccountAnswer:
    if await work.session.scalar(select(Account.id).where(Account.name == command.name)) is not None:
        raise NameTaken(name=command.name)
    person_site = await _check_person(work, command.person_id, account_id=None)
    fields = await _with_sites(work, command)
    role_ids = await _granted_roles(work, fields)
    made = await work.session.execute(
        insert(Account).values(name=command.name, **_columns(fields)).returning(Account.id, Account.version)
    )
    account = made.one()
    _add_roles(work, account.id, role_ids)
    after = {"name": command.name, **_shown(fields)}
    place = scope_place(fields.site_ids, fields.line_ids, person_site)
    work.audit("account", account.id, after=after, site_id=place.site_id, line_id=place.line_id)
    return AccountAnswer(id=command.id, account_id=account.id, version=account.version)


@operation("accounts.change_account", permission="account.manage")
async def change_account(work: Work, command: ChangeAccount) -> AccountAnswer:
    held = await hold_account(work, command.account_id)
    require_reach_of(work.actor, held)
    if held.row.version != command.expected_version:
        raise VersionChanged(expected=command.expected_version, current=held.row.version)
    fields = await _with_sites(work, command)
    before, after = _before(held), _shown(fields)
    if work.actor.account_id == command.account_id and any(
        before[key] != after[key] for key in ("person_id", "roles", "site_ids", "line_ids")
    ):
        raise NotYourself
    await _check_person(work, command.person_id, command.account_id)
    role_ids = await _granted_roles(work, fields)
    version = await _write(work, held, _columns(fields))
    await work.session.execute(delete(AccountRole).where(AccountRole.account_id == command.account_id))
    _add_roles(work, command.account_id, role_ids)
    changed = {key for key in after if after[key] != before[key]}
    work.audit(
        "account",
        command.account_id,
        before={key: before[key] for key in sorted(changed)},
        after={key: after[key] for key in sorted(changed)},
        reason=command.reason,
        site_id=held.place.site_id,
        line_id=held.place.line_id,
    )
    return AccountAnswer(id=command.id, account_id=command.account_id, version=version)


@operation("accounts.deactivate", permission="account.manage")
async def deactivate(work: Work, command: DeactivateAccount) -> AccountAnswer:
    if work.actor.account_id == command.account_id:
        raise NotYourself
    answer = await _set_active(work, command, active=False)
    await end_sessions(work, command.account_id)
    return answer


@operation("accounts.reactivate", permission="account.manage")
async def reactivate(work: Work, command: ReactivateAccount) -> AccountAnswer:
    return await _set_active(work, command, active=True)


@operation("accounts.unlock", permission="account.unlock")
async def unlock(work: Work, command: UnlockAccount) -> AccountAnswer:
    held = await hold_account(work, command.account_id)
    await work.session.execute(
        update(Account).where(Account.id == command.account_id).values(failed_tries=0, locked_at=None)
    )
    place = here_or(work.actor, held.place)
    work.audit(
        "account",
        command.account_id,
        before={"locked_at": stamp(held.row.locked_at), "failed_tries": held.row.failed_tries},
        after={"locked_at": None, "failed_tries": 0},
        site_id=place.site_id,
        line_id=place.line_id,
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


async def _set_active(work: Work, command: DeactivateAccount | ReactivateAccount, *, active: bool) -> AccountAnswer:
    held = await hold_account(work, command.account_id)
    require_reach_of(work.actor, held)
    version = await _write(work, held, {"active": active})
    work.audit(
        "account",
        command.account_id,
        before={"active": held.row.active},
        after={"active": active},
        reason=command.reason,
        site_id=held.place.site_id,
        line_id=held.place.line_id,
    )
    return AccountAnswer(id=command.id, account_id=command.account_id, version=version)


async def _write(work: Work, held: Held, values: dict[str, Any]) -> int:
    version: int = held.row.version + 1
    await work.session.execute(update(Account).where(Account.id == held.row.id).values(version=version, **values))
    return version


async def _with_sites(work: Work, fields: F) -> F:
    return fields.model_copy(update={"site_ids": await sites_in_scope(work, fields)})


async def _granted_roles(work: Work, fields: AccountFields) -> list[int]:
    roles = await read_roles(work, set(fields.roles))
    permissions = {permission for role in roles.values() for permission in role.permissions}
    require_reach(work.actor, permissions, fields.site_ids, fields.line_ids)
    return [role.id for role in roles.values()]


async def _check_person(work: Work, person_id: int | None, account_id: int | None) -> int | None:
    """The site of the person."""
    if person_id is None:
        return None
    place = await person_place(work.session, person_id)
    if not work.actor.sees(place.site_id, None):
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
        "site_ids": sorted(set(fields.site_ids)),
        "line_ids": sorted(set(fields.line_ids)),
    }


def _before(held: Held) -> dict[str, Any]:
    row = held.row
    return {
        "display_name": row.display_name,
        "person_id": row.person_id,
        "locale": row.locale,
        "roles": sorted(held.roles),
        "site_ids": sorted(row.site_ids),
        "line_ids": sorted(row.line_ids),
    }
