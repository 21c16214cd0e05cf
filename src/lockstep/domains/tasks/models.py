# SPDX-License-Identifier: Apache-2.0
from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.domains.tasks.rules import OPEN
from lockstep.platform.database.base import Base, Instant, RowId


class Task(Base):
    """What somebody has to do until a day, mostly about an order or one operation of it."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_open", "site_id", "due_on", postgresql_where=text(f"status = '{OPEN}'")),
        Index("ix_task_owner_id", "owner_id", "status"),
        Index("ix_task_meeting_on", "site_id", "meeting_on"),
    )

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("line.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    text: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    meeting_on: Mapped[date | None]
    """The day of the meeting at which it was agreed."""
    status: Mapped[str] = mapped_column(server_default=OPEN)
    created_at: Mapped[Instant]
    created_by: Mapped[str]
    ended_at: Mapped[Instant | None]
    ended_by: Mapped[str | None]
    outcome: Mapped[str | None]
    """What was done, or why it need not be done any more."""
    version: Mapped[int] = mapped_column(server_default="1")
