# SPDX-License-Identifier: Apache-2.0
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Base, Instant, RowId


class AuditEntry(Base):
    """Who did what to which record, before and after. Written by the command boundary and by sign-in; never changed."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_entity", "entity_type", "entity_id"),
        Index("ix_audit_entry_account_id", "account_id", "id"),
        Index("ix_audit_entry_operation", "operation", "id"),
    )

    id: Mapped[RowId]
    at: Mapped[Instant]
    request_id: Mapped[str]
    command_id: Mapped[UUID | None]
    operation: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str]
    device_id: Mapped[int | None] = mapped_column(BigInteger)
    site_id: Mapped[int | None] = mapped_column(BigInteger)
    line_id: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str]
    entity_type: Mapped[str]
    entity_id: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None]


class LastUse(Base):
    """The last day, in UTC, on which an account left an entry of an operation: what the review of access asks."""

    __tablename__ = "last_use"

    account_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    operation: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
