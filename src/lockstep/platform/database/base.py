# SPDX-License-Identifier: Apache-2.0
"""The declarative base and the column types that every table shares."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, Identity, MetaData, Numeric, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

from lockstep.kernel.qty import SCALE, Qty

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Quantity(TypeDecorator[Qty]):
    """numeric(15,4) in the database, whole ten-thousandths in Python."""

    impl = Numeric(15, 4)
    cache_ok = True

    def process_bind_param(self, value: Qty | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / SCALE

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Qty | None:
        return None if value is None else int(value * SCALE)


Names = dict[str, str]
"""A name by locale: `{"zh-CN": …, "zh-TW": …, "en": …}`, at least one present."""

RowId = Annotated[int, mapped_column(BigInteger, Identity(), primary_key=True)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Amount = Annotated[Qty, mapped_column(Quantity)]


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        dict[str, str]: JSONB,
        list[Any]: JSONB,
    }
