# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index, SmallInteger, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Instant, Names, RowId
from lockstep.platform.files.models import index_of_attachments
from lockstep.platform.metadata.models import Record


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
    start_at: Mapped[Instant | None]
    """Not before this."""
    status: Mapped[str]
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    released_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    closed_reason: Mapped[str | None]
    forecast_at: Mapped[Instant | None]
    forecast_computed_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(server_default="1")
    revision: Mapped[int] = mapped_column(server_default="1")
    search: Mapped[str] = mapped_column(server_default="")


class SalesOrder(Record, Base):
    """What a customer ordered; each line has a promise of its own."""

    __tablename__ = "sales_order"
    __table_args__ = (UniqueConstraint("site_id", "number"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    number: Mapped[str]
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    customer_reference: Mapped[str | None]


class SalesOrderLine(Base):
    __tablename__ = "sales_order_line"
    __table_args__ = (UniqueConstraint("sales_order_id", "line"), Index("ix_sales_order_line_product", "product_id"))

    id: Mapped[RowId]
    sales_order_id: Mapped[int] = mapped_column(ForeignKey("sales_order.id"))
    position: Mapped[int]
    line: Mapped[str]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[Amount]
    due_at: Mapped[Instant | None]
    promised_at: Mapped[Instant | None]
    price: Mapped[Amount | None]


class Peg(Base):
    """How many pieces of a work order are made for a customer's line, or for the work order above."""

    __tablename__ = "peg"
    __table_args__ = (
        Index("ix_peg_work_order_id", "work_order_id"),
        Index("ix_peg_sales_order_id", "sales_order_id"),
        Index("ix_peg_parent_order_id", "parent_order_id"),
    )

    id: Mapped[RowId]
    work_order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"))
    position: Mapped[int]
    sales_order_id: Mapped[int | None] = mapped_column(ForeignKey("sales_order.id"))
    sales_line: Mapped[str | None]
    parent_order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    quantity: Mapped[Amount]


class Operation(Base):
    """One step of a released order. An operation has one successor; edges carry `per`, the pieces of
    this operation that go into every `batch` pieces of the successor (1 sheet into 12 blanks)."""

    __tablename__ = "operation"
    __table_args__ = (
        Index("ix_operation_order_id", "order_id"),
        index_of_attachments("operation", "instructions"),
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
    piece_rate: Mapped[Amount | None]
    """Pay for one piece, as it was when the order was placed."""
    station_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    """Where it may be done; released, each has its assignment, or the one that was chosen then."""
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skill.id"))
    progress_owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    quality_owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whom to call when it does not go on, and when the pieces are not good."""
    instructions: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}")
    """Attachments that show how it is done, as they were when the order was placed."""
    status: Mapped[str] = mapped_column(server_default="released")
    planned_start: Mapped[Instant | None]
    planned_end: Mapped[Instant | None]
    started_at: Mapped[Instant | None]
    completed_at: Mapped[Instant | None]
    paused_at: Mapped[Instant | None]
    pause_reason: Mapped[str | None]
    """Of the last pause: they count while the operation is paused."""


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
