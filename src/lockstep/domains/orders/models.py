# SPDX-License-Identifier: Apache-2.0
from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Instant, Names, RowId


class WorkOrder(Base):
    """The unit of consistency: every command that moves its pieces locks this row first."""

    __tablename__ = "work_order"
    __table_args__ = (
        UniqueConstraint("site_id", "number"),
        Index("ix_work_order_status", "status", "due_at"),
    )

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("line.id"))
    number: Mapped[str]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    quantity: Mapped[Amount]
    unit: Mapped[str]
    due_at: Mapped[Instant | None]
    status: Mapped[str]
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    released_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    closed_reason: Mapped[str | None]
    forecast_at: Mapped[Instant | None]
    forecast_computed_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(server_default="1")


class Operation(Base):
    """One step of a released order. An operation has one successor; edges carry `per`, the pieces of
    this operation that go into every `batch` pieces of the successor (1 sheet into 12 blanks)."""

    __tablename__ = "operation"
    __table_args__ = (
        Index("ix_operation_order_id", "order_id"),
        UniqueConstraint("order_id", "code", "cycle"),
    )

    id: Mapped[RowId]
    order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"))
    sequence: Mapped[int]
    code: Mapped[str]
    name: Mapped[Names]
    kind: Mapped[str] = mapped_column(server_default="normal")
    parent_id: Mapped[int | None] = mapped_column(BigInteger)
    cycle: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    successor_id: Mapped[int | None] = mapped_column(BigInteger)
    per: Mapped[Amount]
    batch: Mapped[Amount]
    planned_qty: Mapped[Amount]
    issued_qty: Mapped[Amount]
    unit: Mapped[str]
    decimals: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    acceptance: Mapped[str] = mapped_column(server_default="none")
    input_rule: Mapped[str] = mapped_column(server_default="block")
    setup_seconds: Mapped[int] = mapped_column(server_default="0")
    piece_seconds: Mapped[int] = mapped_column(server_default="0")
    status: Mapped[str] = mapped_column(server_default="released")
    planned_start: Mapped[Instant | None]
    planned_end: Mapped[Instant | None]
    started_at: Mapped[Instant | None]
    completed_at: Mapped[Instant | None]


class Assignment(Base):
    """An operation at a station: start, first article, blocks and planned times belong here."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_station_id", "station_id", "status"),
        Index("ix_assignment_operation_id", "operation_id"),
    )

    id: Mapped[RowId]
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    planned_qty: Mapped[Amount]
    status: Mapped[str] = mapped_column(server_default="released")
    planned_start: Mapped[Instant | None]
    planned_end: Mapped[Instant | None]
    started_at: Mapped[Instant | None]
    paused_at: Mapped[Instant | None]
