# SPDX-License-Identifier: Apache-2.0
"""What may be seen of accounts, devices and keys."""

from sqlalchemy import and_, or_, select

from lockstep.platform.accounts.models import Account, ApiKey, Device, Role
from lockstep.platform.accounts.permissions import ADMIN, PERMISSIONS
from lockstep.platform.accounts.plant import line_of_station
from lockstep.platform.accounts.reach import in_sight, of_a_person, reaches, role_codes_of_account
from lockstep.platform.accounts.schemas.answers import (
    AccountPage,
    AccountShown,
    ApiKeyShown,
    DeviceShown,
    LockedAccount,
    Roles,
    RoleShown,
    RosterEntry,
)
from lockstep.platform.commands.query import Reading, query

PAGE = 100


@query("accounts.roster", permission="registered_device")
async def roster(reading: Reading, *, site_id: int, line_id: int) -> list[RosterEntry]:
    """Who may sign in by PIN at a station of this line; the application adds the names."""
    found = await reading.session.execute(
        select(Account.id, Account.person_id, Account.display_name, Account.locked_at)
        .where(
            Account.active,
            Account.pin_hash.is_not(None),
            Account.person_id.is_not(None),
            or_(Account.site_ids == [], Account.site_ids.contains([site_id])),
            or_(Account.line_ids == [], Account.line_ids.contains([line_id])),
        )
        .order_by(Account.id)
    )
    return [
        RosterEntry(
            account_id=row.id,
            person_id=row.person_id,
            display_name=row.display_name,
            locked=row.locked_at is not None,
        )
        for row in found
        if row.person_id is not None
    ]


@query("accounts.list", permission="account.manage")
async def accounts(reading: Reading, *, search: str | None, cursor: str | None) -> AccountPage:
    """By log-in name, a page at a time."""
    wanted = and_(of_a_person, in_sight(reading.actor))
    if search:
        wanted &= or_(
            Account.name.icontains(search, autoescape=True),
            Account.display_name.icontains(search, autoescape=True),
        )
    if cursor is not None:
        wanted &= Account.name > cursor
    found = await reading.session.execute(
        select(Account.__table__, role_codes_of_account.label("roles"))
        .where(wanted)
        .order_by(Account.name)
        .limit(PAGE + 1)
    )
    rows = list(found)
    held = {row.code: row.permissions for row in await reading.session.execute(select(Role.code, Role.permissions))}
    shown = [_account_shown(reading, row, held) for row in rows[:PAGE]]
    return AccountPage(accounts=shown, next_cursor=shown[-1].name if len(rows) > PAGE else None)


@query("accounts.locked", permission="account.unlock")
async def locked_accounts(reading: Reading) -> list[LockedAccount]:
    found = await reading.session.execute(
        select(Account.id, Account.name, Account.display_name, Account.locked_at)
        .where(Account.locked_at.is_not(None), Account.active, of_a_person, in_sight(reading.actor))
        .order_by(Account.locked_at.desc())
        .limit(PAGE)
    )
    return [
        LockedAccount(account_id=row.id, name=row.name, display_name=row.display_name, locked_at=row.locked_at)
        for row in found
        if row.locked_at is not None
    ]


@query("accounts.roles", permission="account.manage")
async def roles(reading: Reading) -> Roles:
    found = await reading.session.execute(
        select(Role.code, Role.name, Role.permissions, Role.version).order_by(Role.id)
    )
    shown = [
        RoleShown(
            code=row.code,
            name=row.name,
            permissions=row.permissions,
            version=row.version,
            fixed=row.code == ADMIN,
        )
        for row in found
    ]
    return Roles(roles=shown, permissions=sorted(PERMISSIONS))


@query("device.list", permission="device.register")
async def devices(reading: Reading) -> list[DeviceShown]:
    statement = select(Device.__table__).order_by(Device.id)
    if reading.actor.site_ids is not None:
        statement = statement.where(Device.site_id.in_(reading.actor.site_ids))
    if reading.actor.line_ids is not None:
        statement = statement.where(line_of_station(Device.station_id).in_(reading.actor.line_ids))
    return [
        DeviceShown(
            device_id=row.id,
            name=row.name,
            site_id=row.site_id,
            station_id=row.station_id,
            registered_at=row.registered_at,
            revoked_at=row.revoked_at,
        )
        for row in await reading.session.execute(statement)
    ]


@query("api_key.list", permission="api_key.manage")
async def api_keys(reading: Reading) -> list[ApiKeyShown]:
    found = await reading.session.execute(select(ApiKey.__table__).order_by(ApiKey.id))
    return [
        ApiKeyShown(
            api_key_id=row.id,
            account_id=row.account_id,
            name=row.name,
            permissions=row.permissions,
            site_ids=row.site_ids,
            line_ids=row.line_ids,
            created_at=row.created_at,
            revoked_at=row.revoked_at,
        )
        for row in found
        if reaches(reading.actor, (), row.site_ids, row.line_ids)
    ]


def _account_shown(reading: Reading, row: object, permissions_of: dict[str, list[str]]) -> AccountShown:
    values = row._mapping  # type: ignore[attr-defined]
    permissions = {permission for role in values["roles"] for permission in permissions_of[role]}
    within = reaches(reading.actor, permissions, values["site_ids"], values["line_ids"])
    return AccountShown.model_validate(
        {
            **values,
            "account_id": values["id"],
            "has_password": values["password_hash"] is not None,
            "has_pin": values["pin_hash"] is not None,
            "has_badge": values["badge_hash"] is not None,
            "can": _can(reading, values["id"], active=values["active"], locked=values["locked_at"], within=within),
        }
    )


def _can(reading: Reading, account_id: int, *, active: bool, locked: object, within: bool) -> list[str]:
    can = ["unlock"] if locked is not None and reading.actor.may("account.unlock") else []
    if within:
        can += ["change", "set_password", "set_pin", "issue_badge"]
        if account_id != reading.actor.account_id:
            can.append("deactivate" if active else "reactivate")
    return can
