# SPDX-License-Identifier: Apache-2.0
"""What accounts answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from lockstep.platform.accounts.schemas.commands import Locale
from lockstep.platform.commands.command import Answer
from lockstep.platform.database.base import Names


class AccountAnswer(Answer):
    id: UUID
    account_id: int
    version: int


class RoleAnswer(Answer):
    id: UUID
    role: str
    version: int


class LocaleAnswer(Answer):
    id: UUID
    locale: Locale


class DeviceAnswer(Answer):
    id: UUID
    device_id: int


class ApiKeyAnswer(Answer):
    id: UUID
    api_key_id: int


class SecretMade(Answer):
    """What is kept of a command that made a secret: enough to know whether the secret at hand is that one."""

    id: UUID
    entity_id: int
    secret_hash: str
    expires_at: datetime | None = None


class SecretShown(BaseModel):
    """`secret` is shown once: a command that is sent again gets null."""

    id: UUID
    entity_id: int
    secret: str | None
    expires_at: datetime | None


class RosterEntry(BaseModel):
    account_id: int
    person_id: int
    display_name: str
    locked: bool


class StationShown(BaseModel):
    id: int
    code: str
    name: Names


class DeviceRegistered(BaseModel):
    device_id: int
    station: StationShown


class RoleShown(BaseModel):
    code: str
    name: Names
    permissions: list[str]
    version: int
    fixed: bool


class Roles(BaseModel):
    roles: list[RoleShown]
    permissions: list[str]


class AccountShown(BaseModel):
    account_id: int
    name: str
    display_name: str
    person_id: int | None
    locale: str
    roles: list[str]
    site_ids: list[int]
    line_ids: list[int]
    active: bool
    has_password: bool
    has_pin: bool
    has_badge: bool
    locked_at: datetime | None
    version: int
    can: list[str]


class AccountPage(BaseModel):
    accounts: list[AccountShown]
    next_cursor: str | None


class LockedAccount(BaseModel):
    account_id: int
    name: str
    display_name: str
    locked_at: datetime


class DeviceShown(BaseModel):
    device_id: int
    name: str
    site_id: int
    station_id: int
    registered_at: datetime
    revoked_at: datetime | None


class ApiKeyShown(BaseModel):
    api_key_id: int
    account_id: int
    name: str
    permissions: list[str]
    site_ids: list[int]
    line_ids: list[int]
    created_at: datetime
    revoked_at: datetime | None


class AuditEntryShown(BaseModel):
    id: int
    at: datetime
    operation: str
    actor: str
    account_id: int | None
    device_id: int | None
    site_id: int | None
    line_id: int | None
    entity_type: str
    entity_id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
    request_id: str
    command_id: UUID | None
    source: str


class AuditPage(BaseModel):
    entries: list[AuditEntryShown]
    next_cursor: int | None


class AuditActor(BaseModel):
    account_id: int
    name: str


class AuditFilters(BaseModel):
    operations: list[str]
    actors: list[AuditActor]
