# SPDX-License-Identifier: Apache-2.0
"""What is asked of accounts.

A password or PIN is never dumped, so neither the inbox nor the hash of a command's content knows it: four
digits would be read off such a hash at once. A secret of ours is drawn with the command and stays outside
of its content for the same reason; it is shown once and a repeated command does not show it again.
"""

import re
import unicodedata
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, SecretStr
from pydantic_core import PydanticCustomError

from lockstep.kernel.types import At, Code, Id, Name, Reason, Text
from lockstep.platform.accounts.tokens import (
    new_api_key,
    new_badge,
    new_device_code,
    read_device_code,
    token_hash,
)
from lockstep.platform.commands.command import Command

Locale = Literal["zh-CN", "zh-TW", "en"]
_PIN = re.compile(r"[0-9]{4,6}")


def normal_name(name: str) -> str:
    """Names that look alike are the same log-in."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _account_name(name: str) -> str:
    normal = normal_name(name)
    if not normal or len(normal) > 64:
        raise PydanticCustomError("account_name_length", "a log-in has 1 to 64 letters")
    return normal


def _pin(pin: SecretStr) -> SecretStr:
    if not _PIN.fullmatch(pin.get_secret_value()):
        raise PydanticCustomError("pin_digits", "a PIN has 4 to 6 digits")
    return pin


def _encodable(secret: SecretStr) -> SecretStr:
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in secret.get_secret_value()):
        raise PydanticCustomError("text_not_storable", "the text holds a character that cannot be stored")
    return secret


AccountName = Annotated[Text, Field(min_length=1, max_length=64), AfterValidator(_account_name)]
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128
Password = Annotated[
    SecretStr, Field(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD), AfterValidator(_encodable)
]
Pin = Annotated[SecretStr, Field(json_schema_extra={"pattern": "^[0-9]{4,6}$"}), AfterValidator(_pin)]
Permission = Annotated[Text, Field(min_length=1, max_length=64)]
RoleName = Annotated[dict[Locale, Name], Field(min_length=1)]
RoleCodes = Annotated[list[Code], Field(max_length=20)]
Version = Annotated[int, Field(ge=1, lt=2**31)]
Ids = Annotated[list[Id], Field(max_length=200)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PasswordSignIn(Body):
    name: Annotated[Text, Field(max_length=200)]
    password: Annotated[SecretStr, Field(max_length=128), AfterValidator(_encodable)]


class PinSignIn(Body):
    person_id: Id
    pin: Annotated[SecretStr, Field(max_length=16), AfterValidator(_encodable)]


class BadgeSignIn(Body):
    badge: Annotated[Text, Field(max_length=300)]


class RegisterDevice(Body):
    code: Annotated[Text, Field(max_length=40)]
    name: Name | None = None


class WithSecret(Command):
    """A command that makes a secret; each kind says how it is drawn."""

    _secret: str = PrivateAttr()

    @property
    def secret(self) -> str:
        return self._secret

    @property
    def secret_hash(self) -> str:
        return token_hash(self._secret)


class CreateRole(Command):
    role: Code
    name: RoleName
    permissions: list[Permission] = Field(max_length=200)
    reason: Reason | None = None


class ChangeRole(Command):
    role: Code
    expected_version: Version
    name: RoleName | None = None
    permissions: list[Permission] = Field(max_length=200)
    reason: Reason | None = None


class DeleteRole(Command):
    role: Code
    expected_version: Version
    reason: Reason


class Scoped(BaseModel):
    """Empty means every site, every line of the sites in scope, or every team. Teams limit what belongs to people."""

    site_ids: Ids = []
    line_ids: Ids = []
    team_ids: Ids = []

    def scopes(self) -> dict[str, list[int]]:
        return {name: getattr(self, name) for name in Scoped.model_fields}


class AccountFields(Scoped):
    display_name: Name
    person_id: Id | None = None
    locale: Locale = "zh-CN"
    roles: RoleCodes = []


class CreateAccount(Command, AccountFields):
    name: AccountName


class ChangeAccount(Command, AccountFields):
    account_id: Id
    expected_version: Version
    reason: Reason | None = None


class AccountCommand(Command):
    account_id: Id


class SetPassword(AccountCommand):
    password: Password


class SetPin(AccountCommand):
    pin: Pin


class IssueBadge(AccountCommand, WithSecret):
    _secret: str = PrivateAttr(default_factory=new_badge)


class RevokeBadge(AccountCommand):
    reason: Reason


class EndSessions(AccountCommand):
    """One session, or all that are open."""

    session_id: UUID | None = None
    reason: Reason | None = None


class PlanPost(AccountCommand, Scoped):
    """Other roles and scopes from a date on, perhaps until another."""

    expected_version: Version
    roles: RoleCodes
    from_at: At
    until_at: At | None = None
    reason: Reason


class EndPost(AccountCommand):
    post_id: Id
    reason: Reason


class DeactivateAccount(AccountCommand):
    reason: Reason


class ReactivateAccount(AccountCommand):
    reason: Reason


class UnlockAccount(AccountCommand):
    pass


class SetLocale(Command):
    locale: Locale


class CreateDeviceCode(WithSecret):
    station_id: Id
    _secret: str = PrivateAttr(default_factory=new_device_code)

    @property
    def secret_hash(self) -> str:
        return token_hash(read_device_code(self._secret))


class RevokeDevice(Command):
    device_id: Id
    reason: Reason | None = None


class CreateApiKey(WithSecret, Scoped):
    name: Name
    permissions: list[Permission] = Field(min_length=1, max_length=200)
    _secret: str = PrivateAttr(default_factory=new_api_key)


class RevokeApiKey(Command):
    api_key_id: Id
    reason: Reason | None = None
