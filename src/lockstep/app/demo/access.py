# SPDX-License-Identifier: Apache-2.0
"""Log-ins of the demonstration. They are known to everybody, so they exist in its database only."""

import hashlib
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select, update

from lockstep.app.demo.plant import SITE, WORKERS, Worker
from lockstep.domains.masterdata.models import Person, Site, Station
from lockstep.platform.accounts.models import Account, DeviceCode
from lockstep.platform.accounts.operations.accounts import create_account
from lockstep.platform.accounts.operations.credentials import set_password, set_pin
from lockstep.platform.accounts.operations.devices import create_device_code
from lockstep.platform.accounts.schemas.commands import CreateAccount, CreateDeviceCode, SetPassword, SetPin
from lockstep.platform.accounts.tokens import BADGE_PREFIX, token_hash
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import execute
from lockstep.platform.database.engine import Sessions

PASSWORD = "lockstep-demo"  # noqa: S105  printed by the demonstration
BADGES = {
    worker.code: BADGE_PREFIX + hashlib.sha256(f"demo/{worker.code}".encode()).hexdigest()[:26].upper()
    for worker in WORKERS
}


async def add_accounts(sessions: Sessions, actor: Actor, now: datetime) -> None:
    async with sessions() as session:
        people = {row.code: row.id for row in await session.execute(select(Person.code, Person.id))}
    for worker in WORKERS:
        await _add_account(sessions, actor, now, worker, people[worker.code])


async def _add_account(sessions: Sessions, actor: Actor, now: datetime, worker: Worker, person_id: int) -> None:
    made = await execute(
        sessions,
        actor,
        lambda: now,
        "demo",
        create_account,
        CreateAccount(
            id=uuid4(), name=worker.log_in, display_name=worker.name, person_id=person_id, roles=[worker.role]
        ),
    )
    account_id = made["account_id"]
    password = SetPassword(id=uuid4(), account_id=account_id, password=PASSWORD)
    await execute(sessions, actor, lambda: now, "demo", set_password, password)
    if worker.pin:
        pin = SetPin(id=uuid4(), account_id=account_id, pin=worker.pin)
        await execute(sessions, actor, lambda: now, "demo", set_pin, pin)
    async with sessions() as session, session.begin():
        badge = token_hash(BADGES[worker.code])
        await session.execute(update(Account).where(Account.id == account_id).values(badge_hash=badge))


async def fresh_device_codes(sessions: Sessions, actor: Actor, now: datetime, last: timedelta) -> dict[str, str]:
    """A one-time code per station, good for longer than a plant's own would be."""
    async with sessions() as session:
        stations = (
            await session.execute(
                select(Station.code, Station.id)
                .join(Site, Site.id == Station.site_id)
                .where(Site.code == SITE[0])
                .order_by(Station.id)
            )
        ).all()
    codes = {}
    for station in stations:
        command = CreateDeviceCode(id=uuid4(), station_id=station.id)
        await execute(sessions, actor, lambda: now, "demo", create_device_code, command)
        codes[station.code] = command.secret
    async with sessions() as session, session.begin():
        await session.execute(update(DeviceCode).where(DeviceCode.used_at.is_(None)).values(expires_at=now + last))
    return codes
