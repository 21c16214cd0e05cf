# SPDX-License-Identifier: Apache-2.0
"""Terminals: an administrator lets one in by a code that works once."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import insert, select, update

from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.platform.accounts.errors import DeviceCodeRefused, UnknownStation
from lockstep.platform.accounts.models import Device, DeviceCode, Session
from lockstep.platform.accounts.operations.noting import note
from lockstep.platform.accounts.plant import StationPlace, station_place
from lockstep.platform.accounts.reach import stamp
from lockstep.platform.accounts.schemas.answers import DeviceAnswer, SecretMade
from lockstep.platform.accounts.schemas.commands import CreateDeviceCode, RevokeDevice
from lockstep.platform.accounts.tokens import new_token, read_device_code, token_hash
from lockstep.platform.accounts.tries import refuse_too_many
from lockstep.platform.commands.boundary import in_one_transaction
from lockstep.platform.commands.context import Context
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work

CODE_TIME = timedelta(minutes=15)
REGISTERED = "device.registered"
REGISTER_FAILED = "device.register_failed"


@dataclass(frozen=True, slots=True)
class Registered:
    device_id: int
    token: str
    place: StationPlace


@operation("device.create_code", permission="device.register")
async def create_device_code(work: Work, command: CreateDeviceCode) -> SecretMade:
    place = await station_place(work.session, command.station_id)
    if not work.actor.sees(place.site_id, place.line_id):
        raise UnknownStation(station_id=command.station_id)
    expires_at = work.now + CODE_TIME
    work.add(
        DeviceCode,
        code_hash=command.secret_hash,
        site_id=place.site_id,
        station_id=place.id,
        created_by=work.actor.account_id,
        expires_at=expires_at,
    )
    work.audit(
        "station",
        place.id,
        after={"code_expires_at": stamp(expires_at)},
        site_id=place.site_id,
        line_id=place.line_id,
    )
    return SecretMade(id=command.id, entity_id=place.id, secret_hash=command.secret_hash, expires_at=expires_at)


@operation("device.revoke", permission="device.register")
async def revoke_device(work: Work, command: RevokeDevice) -> DeviceAnswer:
    found = await work.session.execute(
        select(Device.__table__).where(Device.id == command.device_id).with_for_update(key_share=True)
    )
    device = found.one_or_none()
    place = None if device is None else await station_place(work.session, device.station_id)
    if device is None or place is None or not work.actor.sees(place.site_id, place.line_id):
        raise NotFound(kind="device", key=command.device_id)
    await _revoke(work, device.id)
    note(
        work,
        "device.revoked",
        "device",
        device.id,
        place,
        before={"revoked_at": stamp(device.revoked_at)},
        after={"revoked_at": stamp(device.revoked_at or work.now)},
        reason=command.reason,
    )
    return DeviceAnswer(id=command.id, device_id=device.id)


async def register_device(
    context: Context, *, code: str, name: str | None, address: str, earlier: str | None
) -> Registered:
    """`earlier` is the cookie of the terminal that this browser was until now; it ends."""

    async def act(work: Work) -> Registered | LockstepError:
        work.operation = REGISTER_FAILED
        await refuse_too_many(work, REGISTER_FAILED, address)
        found = await work.session.execute(
            update(DeviceCode)
            .where(
                DeviceCode.code_hash == token_hash(read_device_code(code)),
                DeviceCode.used_at.is_(None),
                DeviceCode.expires_at > work.now,
            )
            .values(used_at=work.now)
            .returning(DeviceCode.station_id, DeviceCode.created_by)
        )
        used = found.one_or_none()
        if used is None:
            work.audit("address", address, after={"address": address})
            return DeviceCodeRefused()
        place = await station_place(work.session, used.station_id)
        return await _add_device(work, place, name or place.code, used.created_by, earlier)

    result = await in_one_transaction(context.sessions, context.actor, context.clock, context.request_id, act)
    if isinstance(result, LockstepError):
        raise result
    return result


async def _add_device(
    work: Work, place: StationPlace, name: str, created_by: int | None, earlier: str | None
) -> Registered:
    work.operation = REGISTERED
    token = new_token()
    made = await work.session.execute(
        insert(Device)
        .values(
            name=name,
            token_hash=token_hash(token),
            site_id=place.site_id,
            station_id=place.id,
            registered_at=work.now,
        )
        .returning(Device.id)
    )
    device_id: int = made.scalar_one()
    after = {"name": name, "station_id": place.id, "code_made_by": created_by}
    if earlier is not None:
        before = await work.session.scalar(
            select(Device.id).where(Device.token_hash == token_hash(earlier), Device.revoked_at.is_(None))
        )
        if before is not None:
            await _revoke(work, before)
            after["replaces_device_id"] = before
    work.command_id = uuid4()
    note(work, "device.registered", "device", device_id, place, after=after)
    return Registered(device_id, token, place)


async def _revoke(work: Work, device_id: int) -> None:
    await work.session.execute(
        update(Device).where(Device.id == device_id, Device.revoked_at.is_(None)).values(revoked_at=work.now)
    )
    await work.session.execute(
        update(Session).where(Session.device_id == device_id, Session.ended_at.is_(None)).values(ended_at=work.now)
    )
