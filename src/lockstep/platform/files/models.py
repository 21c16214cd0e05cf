# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Base, Instant


class Photo(Base):
    """A photo as a row: re-encoded, at most 2 MB, so that one backup holds everything."""

    __tablename__ = "photo"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[int | None] = mapped_column(BigInteger)
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    uploaded_at: Mapped[Instant]
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    source_sha256: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Base):
    """A file that somebody gave, as the pictures of its pages. It never changes: another file is another one."""

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[int | None] = mapped_column(BigInteger)
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    uploaded_at: Mapped[Instant]
    file_name: Mapped[str]
    source_sha256: Mapped[str]


class AttachmentPage(Base):
    __tablename__ = "attachment_page"

    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


def index_of_attachments(table: str, column: str) -> Index:
    """Where a column holds ids of attachments; `sight.holds` finds them by it. Most rows hold none."""
    where = text(f"cardinality({column}) > 0")
    return Index(f"ix_{table}_{column}", column, postgresql_using="gin", postgresql_where=where)
