# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary
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
