# SPDX-License-Identifier: Apache-2.0
"""What accounts answer."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from lockstep.kernel.qr import DrawnCode
from lockstep.platform.accounts.schemas.commands import Locale
from lockstep.platform.commands.command import Answer
from lockstep.platform.database.base import Names

PostState = Literal["planned", "current", "past", "withdrawn"]


class AccountAnswer(Answer):
    id: UUID
    account_id: int
    version: int


class RoleAnswer(Answer):
    id: UUID
    role: str
    version: int


class PostAnswer(AccountAnswer):
    post_id: int


class SessionsEnded(Answer):
    id: UUID
    account_id: int
    ended: int


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
    code: DrawnCode | None
    """The secret as a label shows it."""


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
    accounts: int
    """That have it, now or planned."""
    can: list[str]


class RightGroup(BaseModel):
    key: str
    permissions: list[str]


class Roles(BaseModel):
    roles: list[RoleShown]
    permissions: list[str]
    groups: list[RightGroup]


class AccountShown(BaseModel):
    account_id: int
    name: str
    display_name: str
    person_id: int | None
    locale: str
    roles: list[str]
    site_ids: list[int]
    line_ids: list[int]
    team_ids: list[int]
    active: bool
    has_password: bool
    has_pin: bool
    has_badge: bool
    locked_at: datetime | None
    last_sign_in_at: datetime | None
    post_until: datetime | None
    """Roles and scopes are those of a post that ends then."""
    next_post_at: datetime | None
    version: int
    can: list[str]


class AccountPage(BaseModel):
    accounts: list[AccountShown]
    next_cursor: str | None
    total: int
    locked: int
    """Of all that the search finds."""


class SessionShown(BaseModel):
    session_id: UUID
    method: str
    device: str | None
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    open: bool
    yours: bool


class PostShown(BaseModel):
    post_id: int
    state: PostState
    roles: list[str]
    site_ids: list[int]
    line_ids: list[int]
    team_ids: list[int]
    from_at: datetime
    until_at: datetime | None
    ended_at: datetime | None
    reason: str
    planned_by: str
    planned_at: datetime


class AccountDetail(AccountShown):
    sessions: list[SessionShown]
    posts: list[PostShown]


class GivenBy(BaseModel):
    """Since when, by whom: null where it was so before anything was noted."""

    at: datetime
    actor: str
    reason: str | None


class RoleGives(BaseModel):
    role: str
    name: Names
    to_account: GivenBy | None
    to_role: GivenBy | None


class Why(BaseModel):
    """Why an account may do something, or what is missing."""

    account_id: int
    permission: str
    allowed: bool
    active: bool
    roles: list[RoleGives]
    lacking: list[str]
    """The roles that would give it."""
    site_ids: list[int]
    line_ids: list[int]
    team_ids: list[int]
    post_from: datetime | None
    post_until: datetime | None


class Reviewed(AccountShown):
    idle: bool
    """Nobody has signed in for as long as the review looks back."""
    permissions: list[str]
    unused: list[str]


class AccessReview(BaseModel):
    since: datetime
    tracked: list[str]
    """The rights whose use leaves a trace; of the others nobody can say when they were used."""
    accounts: list[Reviewed]


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
    last_seen_at: datetime | None
    revoked_at: datetime | None


class ApiKeyShown(BaseModel):
    api_key_id: int
    account_id: int
    name: str
    permissions: list[str]
    site_ids: list[int]
    line_ids: list[int]
    team_ids: list[int]
    created_at: datetime
    last_used_at: datetime | None
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
    label: str | None
    """Code and name of what it is about, where the reader may know them."""
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
