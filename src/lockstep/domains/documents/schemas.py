# SPDX-License-Identifier: Apache-2.0
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from lockstep.domains.masterdata.schemas import PrintKind
from lockstep.kernel.qr import DrawnCode
from lockstep.kernel.qty import PositiveQty
from lockstep.kernel.types import Code, Id, Reason
from lockstep.platform.commands.command import Answer, Command

TrayNumber = Annotated[int, Field(ge=1, le=99_999)]
Number = int | float


class PrintDocument(Command):
    """`revision` is the one on the preview: what has changed since is not printed unseen."""

    kind: PrintKind
    subject_id: Id
    revision: int = Field(ge=1, lt=2**31)
    copies: int = Field(default=1, ge=1, le=100)
    tray: TrayNumber | None = None
    quantity: PositiveQty | None = None
    lot_code: Code | None = None
    reason: Reason | None = None

    @model_validator(mode="after")
    def _trays_have_a_number(self) -> Self:
        if (self.kind == "tray") != (self.tray is not None and self.quantity is not None):
            message = "a tray label, and no other, has the number of the tray and its quantity"
            raise PydanticCustomError("tray_number", message)
        if self.kind != "tray" and (self.tray or self.quantity or self.lot_code):
            raise PydanticCustomError("not_a_tray", "only a tray label has a number, a quantity and a lot")
        return self


class Printed(Answer):
    """`number` counts the printings of this revision."""

    number: int
    revision: int


class PrintSize(BaseModel):
    """`name` is None for the size that is used until the site sets its own."""

    name: str | None
    width_mm: int
    height_mm: int


class PrintedBefore(BaseModel):
    number: int
    at: datetime
    by: str


class OrderHead(BaseModel):
    number: str
    product_code: str
    product_name: str
    drawing: str | None
    quantity: Number
    unit: str
    customer_name: str | None
    due_at: datetime | None


class PrintedOperation(BaseModel):
    """`ordered` to `scrap` are pieces, as the bar shows them."""

    code: str
    name: str
    stations: list[str]
    progress_owner: str | None
    quality_owner: str | None
    progress: str
    quality_status: str
    ordered: Number
    good: Number
    waiting: Number
    hold: Number
    rework: Number
    scrap: Number
    unit: str
    qr: DrawnCode


class TrayShown(BaseModel):
    number: int
    product_code: str
    product_name: str
    quantity: Number
    unit: str
    lot_code: str | None
    progress: str
    quality_status: str
    """Both states of the operation."""


class Document(BaseModel):
    """`can` is what this actor may do: print, reprint (which asks for a reason), or nothing."""

    kind: PrintKind
    subject_id: int
    code: str
    name: str
    site_name: str
    revision: int
    earlier_revision: int | None
    """The newest revision printed before this one: papers to take back."""
    printed: PrintedBefore | None
    """The last printing of this revision."""
    can: list[Literal["print", "reprint"]]
    size: PrintSize
    qr: DrawnCode
    equipment_number: str | None = None
    """Of a station, where the plant knows its machine by another number."""
    order: OrderHead | None = None
    operations: list[PrintedOperation] = Field(default_factory=list)
    tray: TrayShown | None = None
