# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Amount, Base, Names, RowId
from lockstep.platform.files.models import index_of_attachments
from lockstep.platform.metadata.models import Record


class Bom(Record, Base):
    """What goes into `base_quantity` of a product. Of a product's editions one is released at a time."""

    __tablename__ = "bom"
    __table_args__ = (UniqueConstraint("product_id", "edition"),)

    id: Mapped[RowId]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    edition: Mapped[str]
    base_quantity: Mapped[Amount]


class BomLine(Base):
    __tablename__ = "bom_line"
    __table_args__ = (UniqueConstraint("bom_id", "position"), Index("ix_bom_line_component_id", "component_id"))

    id: Mapped[RowId]
    bom_id: Mapped[int] = mapped_column(ForeignKey("bom.id"))
    position: Mapped[int]
    component_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[Amount]
    scrap_percent: Mapped[Amount]
    operation: Mapped[str | None]
    substitute_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")


class Routing(Record, Base):
    """How a product is made at a site: a network of operations that ends in one."""

    __tablename__ = "routing"
    __table_args__ = (UniqueConstraint("site_id", "product_id", "edition"),)

    id: Mapped[RowId]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    edition: Mapped[str]


class RoutingOperation(Base):
    __tablename__ = "routing_operation"
    __table_args__ = (
        UniqueConstraint("routing_id", "position"),
        index_of_attachments("routing_operation", "instructions"),
    )

    id: Mapped[RowId]
    routing_id: Mapped[int] = mapped_column(ForeignKey("routing.id"))
    position: Mapped[int]
    code: Mapped[str]
    name: Mapped[Names]
    station_group: Mapped[str | None]
    station_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    successor: Mapped[str | None]
    per: Mapped[Amount]
    batch: Mapped[Amount]
    acceptance: Mapped[str]
    input_rule: Mapped[str]
    setup_seconds: Mapped[int]
    piece_seconds: Mapped[int]
    skill_id: Mapped[int | None] = mapped_column(ForeignKey("skill.id"))
    progress_owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    quality_owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    piece_rate: Mapped[Amount | None]
    instructions: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default="{}")
    """Ids of attachments, in the order in which they are read."""


class RoutingParameter(Base):
    """A process value that an operation of the routing records, and between which limits."""

    __tablename__ = "routing_parameter"
    __table_args__ = (UniqueConstraint("routing_id", "position"),)

    id: Mapped[RowId]
    routing_id: Mapped[int] = mapped_column(ForeignKey("routing.id"))
    position: Mapped[int]
    operation: Mapped[str]
    code: Mapped[str]
    name: Mapped[Names]
    unit: Mapped[str | None]
    low: Mapped[Amount | None]
    target: Mapped[Amount | None]
    high: Mapped[Amount | None]
