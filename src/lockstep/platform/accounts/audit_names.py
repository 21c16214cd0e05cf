# SPDX-License-Identifier: Apache-2.0
"""What the records that the audit is about are called. Who owns a kind of record says where its name stands."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, cast, literal, null, select, true, union_all

from lockstep.platform.accounts.models import Account, ApiKey, Device, Role
from lockstep.platform.accounts.plant import line_of_station
from lockstep.platform.accounts.reach import in_sight
from lockstep.platform.commands.query import Reading
from lockstep.platform.database.names import name_in

Rows = Select[*tuple[Any, ...]]
Named = Callable[[Reading], Rows]
"""Selects `id`, `code` and `name` of the records that the reader may know by name."""
Find = Callable[[str], Named | None]
Key = tuple[str, str]
"""Type and id of what an entry is about."""

NOTHING = cast(null(), String)

_FINDERS: list[Find] = []


def named_by(find: Find) -> None:
    """`find` answers for the types of entities that it knows."""
    _FINDERS.append(find)


async def labels_of(reading: Reading, about: Collection[Key]) -> dict[Key, str]:
    """By one statement, whatever the page is about. What has no name is left out."""
    parts = []
    for kind in sorted({kind for kind, _ in about}):
        named = next((found for find in _FINDERS if (found := find(kind))), None)
        part = _part(kind, named(reading), {key for one, key in about if one == kind}) if named else None
        if part is not None:
            parts.append(part)
    if not parts:
        return {}
    rows = await reading.session.execute(union_all(*parts))
    return {(row.kind, row.key): label for row in rows if (label := _label(row.code, row.name))}


def _part(kind: str, named: Rows, keys: Iterable[str]) -> Rows | None:
    known = named.subquery()
    ids = [one for one in (_read(known.c.id.type.python_type, key) for key in sorted(keys)) if one is not None]
    if not ids:
        return None
    key = cast(known.c.id, String).label("key")
    return select(literal(kind).label("kind"), key, known.c.code, known.c.name).where(known.c.id.in_(ids))


def _read(kind: type, key: str) -> int | UUID | str | None:
    """An entry says its id as text; one of another shape names no record."""
    try:
        read: int | UUID | str = kind(key)
    except ValueError:
        return None
    return read


def _label(code: str | None, name: str | None) -> str:
    """Many plants write the code into the name; it is said once."""
    if not code or not name:
        return code or name or ""
    return name if name.startswith(code) else f"{code} {name}"


def _accounts(reading: Reading) -> Rows:
    shown = in_sight(reading.actor, reading.now)
    return select(Account.id, NOTHING.label("code"), Account.display_name.label("name")).where(shown)


def _roles(reading: Reading) -> Rows:
    return select(Role.code.label("id"), NOTHING.label("code"), name_in(reading.actor.locale, Role.name).label("name"))


def _api_keys(reading: Reading) -> Rows:
    shown = in_sight(reading.actor, reading.now)
    found = select(ApiKey.id, NOTHING.label("code"), ApiKey.name)
    return found.join(Account, Account.id == ApiKey.account_id).where(shown)


def _devices(reading: Reading) -> Rows:
    sites, lines = reading.actor.site_ids, reading.actor.line_ids
    return select(Device.id, NOTHING.label("code"), Device.name).where(
        true() if sites is None else Device.site_id.in_(sites),
        true() if lines is None else line_of_station(Device.station_id).in_(lines),
    )


named_by({"account": _accounts, "role": _roles, "api_key": _api_keys, "device": _devices}.get)
