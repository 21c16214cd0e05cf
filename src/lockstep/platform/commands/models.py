# SPDX-License-Identifier: Apache-2.0
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Instant


class InboxEntry(Base):
    """A command that was taken, with its answer: the same id is answered the same, for ever."""

    __tablename__ = "command_inbox"
    __table_args__ = (Index("ix_command_inbox_device", "device_id", "device_sequence"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    operation: Mapped[str]
    payload_hash: Mapped[bytes]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    device_id: Mapped[int | None] = mapped_column(BigInteger)
    device_sequence: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[Instant]
    outcome: Mapped[str]
    answer: Mapped[dict[str, Any]]


class ParkedCommand(Base):
    """An act that happened but could not be attached; it waits for a person, in sight."""

    __tablename__ = "parked_command"
    __table_args__ = (Index("ix_parked_command_open", "operation_id", postgresql_where=text("status = 'open'")),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    operation: Mapped[str]
    payload: Mapped[dict[str, Any]]
    reason_code: Mapped[str]
    reason_params: Mapped[dict[str, Any]]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str]
    device_id: Mapped[int | None] = mapped_column(BigInteger)
    site_id: Mapped[int | None] = mapped_column(BigInteger)
    operation_id: Mapped[int | None] = mapped_column(BigInteger)
    quantity: Mapped[Amount]
    occurred_at: Mapped[Instant]
    parked_at: Mapped[Instant]
    status: Mapped[str] = mapped_column(server_default="open")
    resolved_at: Mapped[Instant | None]
    resolved_by: Mapped[str | None]
    resolution_reason: Mapped[str | None]
    resolved_command_id: Mapped[UUID | None]
