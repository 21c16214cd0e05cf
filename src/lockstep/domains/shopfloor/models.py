# SPDX-License-Identifier: Apache-2.0
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Instant, RowId


class ProductionReport(Base):
    """What was made and what was wrong with it, in one act. Append-only.

    A correction is a new row with the new truth, a reversal one with zero; `replaces_id` names the row
    that is no longer in force. `ng` equals the sum of the defect lines.
    """

    __tablename__ = "production_report"
    __table_args__ = (
        Index("ix_production_report_operation_id", "operation_id", "received_at"),
        Index("ix_production_report_account_id", "account_id", "received_at"),
        Index("ix_production_report_shift_date", "site_id", "shift_date"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("production_report.id"), unique=True)
    reason: Mapped[str | None]
    site_id: Mapped[int] = mapped_column(BigInteger)
    order_id: Mapped[int] = mapped_column(ForeignKey("work_order.id"))
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    assignment_id: Mapped[int | None] = mapped_column(BigInteger)
    station_id: Mapped[int | None] = mapped_column(BigInteger)
    lot_id: Mapped[int] = mapped_column(BigInteger)
    good: Mapped[Amount]
    ng: Mapped[Amount]
    good_cell: Mapped[str]
    started_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    occurred_at: Mapped[Instant]
    received_at: Mapped[Instant]
    shift_date: Mapped[date]
    shift_id: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    device_id: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None]
    doubts: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    """Codes of the rules of the plant that it was booked against."""
    form_version: Mapped[int] = mapped_column(server_default="1")
    extra: Mapped[dict[str, Any]] = mapped_column(server_default="{}")


class DefectLine(Base):
    """What was said at the station about some NG pieces. Later views are judgements beside it."""

    __tablename__ = "defect_line"
    __table_args__ = (
        Index("ix_defect_line_report_id", "report_id"),
        Index("ix_defect_line_operation", "operation_id", "defect_code_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("production_report.id"))
    operation_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(SmallInteger)
    defect_code_id: Mapped[int] = mapped_column(ForeignKey("defect_code.id"))
    quantity: Mapped[Amount]
    disposition: Mapped[str]
    note: Mapped[str | None]
    cause: Mapped[str | None]


class DefectPhoto(Base):
    __tablename__ = "defect_photo"

    defect_line_id: Mapped[UUID] = mapped_column(ForeignKey("defect_line.id"), primary_key=True)
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photo.id"), primary_key=True)
    sha256: Mapped[str]


class Judgement(Base):
    """A later word on a defect line: cause, responsibility, disposition or photo. The last one counts."""

    __tablename__ = "judgement"
    __table_args__ = (Index("ix_judgement_defect_line_id", "defect_line_id", "id"),)

    id: Mapped[RowId]
    defect_line_id: Mapped[UUID] = mapped_column(ForeignKey("defect_line.id"))
    aspect: Mapped[str]
    value: Mapped[dict[str, Any]]
    reason: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_name: Mapped[str]
    at: Mapped[Instant]
    command_id: Mapped[UUID]


class ReportPerson(Base):
    """Who made it, with the share of each in per cent."""

    __tablename__ = "report_person"
    __table_args__ = (Index("ix_report_person_person_id", "person_id"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("production_report.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    share: Mapped[int] = mapped_column(SmallInteger)


class ReportValue(Base):
    """A process value that was written with the report."""

    __tablename__ = "report_value"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("production_report.id"), primary_key=True)
    parameter: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float | None]
    text: Mapped[str | None]


class TimeRecord(Base):
    """Time without output: set-up, running without a finished piece, other. Append-only.

    A reversal is a row of its own; `replaces_id` names the record that no longer counts.
    """

    __tablename__ = "time_record"
    __table_args__ = (
        Index("ix_time_record_operation_id", "operation_id"),
        Index("ix_time_record_account_id", "account_id", "received_at"),
        Index("ix_time_record_person_id", "person_id", "received_at"),
        Index("ix_time_record_shift_date", "site_id", "shift_date"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("time_record.id"), unique=True)
    reason: Mapped[str | None]
    site_id: Mapped[int] = mapped_column(BigInteger)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    station_id: Mapped[int | None] = mapped_column(BigInteger)
    person_id: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str]
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant]
    received_at: Mapped[Instant]
    shift_date: Mapped[date]
    source: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None]


class Handover(Base):
    """What one shift tells the next at a station, beside what was so at that moment. Somebody of the next takes it
    over; who wrote it may withdraw it before that."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_station_id", "station_id", "written_at"),
        Index("ix_handover_order_id", "order_id"),
        Index("ix_handover_open", "station_id", postgresql_where=text("taken_at IS NULL AND withdrawn_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(BigInteger)
    line_id: Mapped[int] = mapped_column(BigInteger)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    text: Mapped[str]
    jobs: Mapped[list[Any]]
    """What ran, what was stopped and what the shift had made here until then, as counted."""
    shift_date: Mapped[date]
    shift_id: Mapped[int | None] = mapped_column(BigInteger)
    written_at: Mapped[Instant]
    written_by: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(BigInteger)
    taken_at: Mapped[Instant | None]
    taken_by: Mapped[str | None]
    withdrawn_at: Mapped[Instant | None]
