# SPDX-License-Identifier: Apache-2.0
from sqlalchemy import BigInteger, ForeignKey, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Instant, RowId


class PrintedDocument(Base):
    """One printing. `number` counts the printings of one thing at one revision: above 1 it is a reprint."""

    __tablename__ = "printed_document"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "tray", "revision", "number"),)

    id: Mapped[RowId]
    kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BigInteger)
    """Of an order, station, person or lot; of an operation for its trays."""
    tray: Mapped[int] = mapped_column(server_default="0")
    """Trays of an operation are counted from 1; 0 is no tray."""
    revision: Mapped[int]
    number: Mapped[int]
    copies: Mapped[int] = mapped_column(SmallInteger)
    quantity: Mapped[Amount | None]
    lot_code: Mapped[str | None]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    at: Mapped[Instant]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str]
    reason: Mapped[str | None]
