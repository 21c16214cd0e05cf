# SPDX-License-Identifier: Apache-2.0
from datetime import date, time

from sqlalchemy import BigInteger, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Names, RowId
from lockstep.platform.metadata.models import Record


class Site(Record, Base):
    __tablename__ = "site"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Names]
    time_zone: Mapped[str] = mapped_column(server_default="Asia/Shanghai")
    currency: Mapped[str] = mapped_column(server_default="CNY")
    locale: Mapped[str] = mapped_column(server_default="zh-CN")


class Area(Record, Base):
    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str]
    name: Mapped[Names]


class Line(Record, Base):
    __tablename__ = "line"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    code: Mapped[str]
    name: Mapped[Names]


class Station(Record, Base):
    __tablename__ = "station"
    __table_args__ = (UniqueConstraint("site_id", "code"), UniqueConstraint("site_id", "equipment_number"))

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    code: Mapped[str]
    name: Mapped[Names]
    station_group: Mapped[str | None]
    equipment_number: Mapped[str | None]
    """Of the machine in the books of the plant, where that is not the code."""


class Shift(Record, Base):
    """One shift of the week. `ends` at or before `starts` means over midnight; its date is that of its start."""

    __tablename__ = "shift"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str]
    name: Mapped[Names]
    starts: Mapped[time]
    ends: Mapped[time]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))


class CalendarDay(Record, Base):
    """A day that is not like its weekday: exactly these shifts run, and with none it is closed."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("site_id", "day"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    day: Mapped[date]
    name: Mapped[Names]
    shift_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))


class LabelFormat(Record, Base):
    """On what size of paper a site prints one kind of document."""

    __tablename__ = "label_format"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str]
    name: Mapped[Names]
    kind: Mapped[str]
    width_mm: Mapped[int] = mapped_column(SmallInteger)
    height_mm: Mapped[int] = mapped_column(SmallInteger)


class Skill(Record, Base):
    __tablename__ = "skill"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Names]


class Team(Record, Base):
    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("line.id"))
    code: Mapped[str]
    name: Mapped[Names]


class Person(Record, Base):
    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    code: Mapped[str]
    name: Mapped[str]
    skill_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")


class Product(Record, Base):
    __tablename__ = "product"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Names]
    drawing: Mapped[str | None]
    unit: Mapped[str] = mapped_column(server_default="pcs")
    decimals: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    tracking: Mapped[str] = mapped_column(server_default="none")
    tray_quantity: Mapped[Amount | None]
    standard_cost: Mapped[Amount | None]
    aliases: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"))
    """It was the same thing under another code; its records stay where they are."""


class Customer(Record, Base):
    __tablename__ = "customer"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    grade: Mapped[str | None]


class Supplier(Record, Base):
    __tablename__ = "supplier"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    grade: Mapped[str | None]


class DefectCode(Record, Base):
    __tablename__ = "defect_code"

    id: Mapped[RowId]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("defect_code.id"))
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Names]
    severity: Mapped[str] = mapped_column(server_default="minor")
    default_disposition: Mapped[str] = mapped_column(server_default="pending")
    responsible_operation: Mapped[str | None]
    favourite_at: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    """Codes of the operations at which it stands among the first."""


class Reason(Record, Base):
    """What people choose when they say why: of a pause, a hold, a correction, a stop."""

    __tablename__ = "reason"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[Names]
