# SPDX-License-Identifier: Apache-2.0
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from lockstep.platform.database.base import Base, Instant, RowId


class TransactionId(UserDefinedType[int]):
    """PostgreSQL's xid8: the full 64-bit transaction id, which never wraps."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


class Change(Base):
    """One fact of a committed command, in the feed that streams and listeners read.

    `xid` decides what may be read: see `queries.read_changes`.
    """

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_xid_id", "xid", "id"),)

    id: Mapped[RowId]
    xid: Mapped[int] = mapped_column(TransactionId, server_default=text("pg_current_xact_id()"))
    at: Mapped[Instant]
    event: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(BigInteger)
    site_id: Mapped[int | None] = mapped_column(BigInteger)
    line_id: Mapped[int | None] = mapped_column(BigInteger)
    command_id: Mapped[UUID]
    data: Mapped[dict[str, Any]]
