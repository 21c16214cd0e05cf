# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Base, Instant, Names, RowId

LINES_HAVE_SITES = "cardinality(line_ids) = 0 OR cardinality(site_ids) > 0"
"""Without sites a limit to lines would leave open what belongs to no line of every other site."""


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

    Empty scopes mean every site, every line of the sites in scope, or every team. Who is limited to lines is limited
    to sites; teams limit only what belongs to people.
    """

    __tablename__ = "account"
    __table_args__ = (CheckConstraint(LINES_HAVE_SITES, name="lines_have_sites"),)

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
    team_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    failed_tries: Mapped[int] = mapped_column(server_default="0")
    locked_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(server_default="1")


class AccountRole(Base):
    __tablename__ = "account_role"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)


class AccountPost(Base):
    """A change of post with dates: while it lasts, it stands in the place of the account's own roles and scopes.

    Of several that last, the one that began latest counts. `ended_at` says that somebody took it back.
    """

    __tablename__ = "account_post"
    __table_args__ = (
        CheckConstraint(LINES_HAVE_SITES, name="lines_have_sites"),
        Index("ix_account_post_account_id_from_at", "account_id", "from_at"),
    )

    id: Mapped[RowId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    site_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    line_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    team_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    from_at: Mapped[Instant]
    until_at: Mapped[Instant | None]
    reason: Mapped[str]
    planned_at: Mapped[Instant]
    planned_by: Mapped[str]
    ended_at: Mapped[Instant | None]


class Device(Base):
    """A registered terminal. Its station is where a report made on it happened."""

    __tablename__ = "device"

    id: Mapped[RowId]
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    site_id: Mapped[int] = mapped_column(BigInteger)
    station_id: Mapped[int] = mapped_column(BigInteger)
    registered_at: Mapped[Instant]
    last_seen_at: Mapped[Instant | None]
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
    __table_args__ = (Index("ix_session_account_id_created_at", "account_id", "created_at"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
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
    __table_args__ = (CheckConstraint(LINES_HAVE_SITES, name="lines_have_sites"),)

    id: Mapped[RowId]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(String))
    site_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    line_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    team_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    created_at: Mapped[Instant]
    last_used_at: Mapped[Instant | None]
    revoked_at: Mapped[Instant | None]
