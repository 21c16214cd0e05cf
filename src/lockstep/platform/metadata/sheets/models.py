# SPDX-License-Identifier: Apache-2.0
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Base, Instant


class SheetImport(Base):
    """A sheet that somebody sent to become records, and how far it has come.

    Status: uploaded, queued, running, done, cancelled, failed. `actor` is who started it, with their rights.
    """

    __tablename__ = "sheet_import"
    __table_args__ = (
        Index("ix_sheet_import_open", "status", postgresql_where=text("status IN ('queued', 'running')")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    entity: Mapped[str]
    file_name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    headings: Mapped[list[Any]]
    samples: Mapped[list[Any]]
    """The first cells below each heading."""
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    uploaded_at: Mapped[Instant]
    status: Mapped[str] = mapped_column(server_default="uploaded")
    dry_run: Mapped[bool] = mapped_column(server_default=text("true"))
    mapping: Mapped[dict[str, str]] = mapped_column(server_default="{}")
    actor: Mapped[dict[str, Any] | None]
    total: Mapped[int] = mapped_column(server_default="0")
    processed: Mapped[int] = mapped_column(server_default="0")
    counts: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    seen_at: Mapped[Instant | None]
    """When its runner last wrote: another process takes it over after a silence."""
    finished_at: Mapped[Instant | None]


class SheetImportRow(Base):
    """What became of a row of the sheet, by its number there."""

    __tablename__ = "sheet_import_row"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("sheet_import.id", ondelete="CASCADE"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    code: Mapped[str | None]
    params: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    cells: Mapped[list[Any]]


class ColumnMemory(Base):
    """Which field a heading meant the last time, for everybody."""

    __tablename__ = "column_memory"

    entity: Mapped[str] = mapped_column(primary_key=True)
    heading: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str]
