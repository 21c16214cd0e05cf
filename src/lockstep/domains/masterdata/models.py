# SPDX-License-Identifier: Apache-2.0
from datetime import time

from sqlalchemy import ARRAY, ForeignKey, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Names, RowId


class Site(Base):
    __tablename__ = "site"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Names]
    time_zone: Mapped[str] = mapped_column(server_default="Asia/Shanghai")
    currency: Mapped[str] = mapped_column(server_default="CNY")
    locale: Mapped[str] = mapped_column(server_default="zh-CN")


class Line(Base):
    __tablename__ = "line"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str]
    name: Mapped[Names]


class Station(Base):
    __tablename__ = "station"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    code: Mapped[str]
    name: Mapped[Names]


class Shift(Base):
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


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    code: Mapped[str]
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class Product(Base):
    __tablename__ = "product"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Names]
    unit: Mapped[str] = mapped_column(server_default="pcs")
    decimals: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    tray_quantity: Mapped[Amount | None]


class Customer(Base):
    __tablename__ = "customer"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    grade: Mapped[str | None]


class DefectCode(Base):
    __tablename__ = "defect_code"

    id: Mapped[RowId]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Names]
    initials: Mapped[str] = mapped_column(server_default="")
    severity: Mapped[str] = mapped_column(server_default="minor")
    default_disposition: Mapped[str] = mapped_column(server_default="pending")
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class DefectFavourite(Base):
    """The codes shown first at an operation, by its code."""

    __tablename__ = "defect_favourite"

    operation_code: Mapped[str] = mapped_column(primary_key=True)
    defect_code_id: Mapped[int] = mapped_column(ForeignKey("defect_code.id"), primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger)
