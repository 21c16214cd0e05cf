# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Base, Instant, Names, RowId


class Role(Base):
    """A named set of rights that an administrator may change."""

    __tablename__ = "role"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Names]
    permissions: Mapped[list[str]] = mapped_column(ARRAY(String))
    version: Mapped[int] = mapped_column(server_default="1")


class Account(Base):
    """A named log-in. It is not the person: the person may exist without one.

    Empty scopes mean every site, or every line of the sites in scope.
    """

    __tablename__ = "account"

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    password_hash: Mapped[str | None]
    pin_hash: Mapped[str | None]
    badge_hash: Mapped[str | None] = mapped_column(unique=True)
    locale: Mapped[str] = mapped_column(server_default="zh-CN")
    site_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    line_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    failed_tries: Mapped[int] = mapped_column(server_default="0")
    locked_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(server_default="1")


class AccountRole(Base):
    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)


class Device(Base):
    """A registered terminal. Its station is where a report made on it happened."""

    __tablename__ = "device"

    id: Mapped[RowId]
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    site_id: Mapped[int] = mapped_column(BigInteger)
    station_id: Mapped[int] = mapped_column(BigInteger)
    registered_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]


class DeviceCode(Base):
    """A one-time code with which an administrator lets a terminal register."""

    __tablename__ = "device_code"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(BigInteger)
    station_id: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[int | None] = mapped_column(BigInteger)
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class Session(Base):
    __tablename__ = "session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    csrf_token: Mapped[str]
    method: Mapped[str]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]


class ApiKey(Base):
    """A key of a machine or another system; its rights are its own, never more than those listed.

    Its account is made with it and can sign in by nothing else: commands and audit know the sender by it.
    """

    __tablename__ = "api_key"

    id: Mapped[RowId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(String))
    site_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    line_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    created_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
