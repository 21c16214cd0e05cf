# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Instant, RowId


class Lot(Base):
    __tablename__ = "lot"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    created_at: Mapped[Instant]


class GenealogyEdge(Base):
    """A lot went into what an operation made, and into its lot where it has one. The cause is a command."""

    __tablename__ = "genealogy_edge"
    __table_args__ = (
        Index("ix_genealogy_edge_source", "source_lot_id"),
        Index("ix_genealogy_edge_target", "target_lot_id"),
        Index("ix_genealogy_edge_operation", "operation_id"),
    )

    id: Mapped[RowId]
    kind: Mapped[str]
    source_lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    target_lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    quantity: Mapped[Amount | None]
    command_id: Mapped[UUID]
    at: Mapped[Instant]


class SerialUnit(Base):
    """A serial number that a command reported at an operation. It is taken while its report is in force."""

    __tablename__ = "serial_unit"

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), primary_key=True)
    serial: Mapped[str] = mapped_column(primary_key=True)
    command_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    at: Mapped[Instant]
