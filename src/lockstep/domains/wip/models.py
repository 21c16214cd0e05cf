# SPDX-License-Identifier: Apache-2.0
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Instant, RowId

ZERO = text("0")


class CellRow(Base):
    """Where the pieces of one operation and lot lie. Lot 0 is "without a lot"."""

    __tablename__ = "cell"
    __table_args__ = (Index("ix_cell_lot_id", "lot_id", postgresql_where=text("lot_id <> 0")),)

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ready: Mapped[Amount] = mapped_column(server_default=ZERO)
    gone: Mapped[Amount] = mapped_column(server_default=ZERO)
    waiting: Mapped[Amount] = mapped_column(server_default=ZERO)
    urgent: Mapped[Amount] = mapped_column(server_default=ZERO)
    hold: Mapped[Amount] = mapped_column(server_default=ZERO)
    rework: Mapped[Amount] = mapped_column(server_default=ZERO)
    scrap: Mapped[Amount] = mapped_column(server_default=ZERO)
    conceded: Mapped[Amount] = mapped_column(server_default=ZERO)
    rejected: Mapped[Amount] = mapped_column(server_default=ZERO)
    said_good: Mapped[Amount] = mapped_column(server_default=ZERO)
    said_ng: Mapped[Amount] = mapped_column(server_default=ZERO)
    waiting_since: Mapped[Instant | None]


class MovementRow(Base):
    """One move of pieces between cells; without a source they were made here, without a target unmade."""

    __tablename__ = "movement"
    __table_args__ = (
        Index("ix_movement_operation_id", "operation_id"),
        Index("ix_movement_command_id", "command_id"),
    )

    id: Mapped[RowId]
    command_id: Mapped[UUID]
    event: Mapped[str]
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    lot_id: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str | None]
    target: Mapped[str | None]
    quantity: Mapped[Amount]
    at: Mapped[Instant]


class HoldCase(Base):
    """Why pieces are on hold, and where they came from. `key` names the defect line of undecided NG."""

    __tablename__ = "hold_case"
    __table_args__ = (
        Index("ix_hold_case_open", "operation_id", postgresql_where=text("open > 0")),
        Index("ix_hold_case_key", "key"),
    )

    id: Mapped[RowId]
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    lot_id: Mapped[int] = mapped_column(BigInteger)
    origin: Mapped[str]
    source: Mapped[str]
    key: Mapped[str | None]
    quantity: Mapped[Amount]
    open: Mapped[Amount]
    released: Mapped[Amount] = mapped_column(server_default=ZERO)
    scrapped: Mapped[Amount] = mapped_column(server_default=ZERO)
    reworked: Mapped[Amount] = mapped_column(server_default=ZERO)
    reason: Mapped[str | None]
    command_id: Mapped[UUID]
    opened_by: Mapped[str]
    opened_at: Mapped[Instant]


class InspectionClaim(Base):
    """The pieces that a verdict is about, claimed when the task was formed."""

    __tablename__ = "inspection_claim"
    __table_args__ = (Index("ix_inspection_claim_open", "operation_id", postgresql_where=text("open")),)

    id: Mapped[RowId]
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    here: Mapped[Amount]
    urgent: Mapped[Amount]
    open: Mapped[bool] = mapped_column(server_default=text("true"))
    command_id: Mapped[UUID]
    at: Mapped[Instant]


TO_COME = "released_at IS NULL AND (starts_at > announced_at OR ends_at > announced_at)"
"""Blocks of which the screens do not know yet that they have begun, or ended."""


class Block(Base):
    """Who stops what, why, and until when. A gate is a row, never a function.

    `announced_at`: the screens know what it stopped at that moment.
    """

    __tablename__ = "block"
    __table_args__ = (
        Index("ix_block_target", "target_kind", "target_id", postgresql_where=text("released_at IS NULL")),
        Index("ix_block_to_come", "starts_at", postgresql_where=text(TO_COME)),
    )

    id: Mapped[RowId]
    target_kind: Mapped[str]
    target_id: Mapped[int] = mapped_column(BigInteger)
    reason_code: Mapped[str]
    reason_params: Mapped[dict[str, Any]]
    owner: Mapped[str]
    releaser_permission: Mapped[str]
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant | None]
    announced_at: Mapped[Instant]
    command_id: Mapped[UUID]
    released_at: Mapped[Instant | None]
    released_by: Mapped[str | None]
    release_reason: Mapped[str | None]
