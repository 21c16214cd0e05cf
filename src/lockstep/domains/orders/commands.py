# SPDX-License-Identifier: Apache-2.0
"""Placing an order with its network of operations."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lockstep.domains.engineering.rules import require_one_tree, successors
from lockstep.domains.engineering.schemas import Instructions, Line, ProductCode
from lockstep.domains.masterdata.schemas import LineCode, LocalNames, SiteCode
from lockstep.domains.orders.rules import planned_quantities
from lockstep.kernel.qty import NonNegativeQty, PositiveQty, Qty
from lockstep.kernel.repeats import first_repeated
from lockstep.kernel.types import At, Code, Id, Reason
from lockstep.platform.commands.command import Answer, Command
from lockstep.platform.metadata.define import Define, Mask, NotListed, OnRecord, Refers


class OperationIn(BaseModel):
    """One step. Without `successor` the next in the list follows; the last one delivers to stock."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Code
    name: LocalNames
    stations: list[Code] = Field(default_factory=list, max_length=20)
    successor: Code | None = None
    per: PositiveQty = Field(default=1, validate_default=True)
    batch: PositiveQty = Field(default=1, validate_default=True)
    planned_qty: PositiveQty | None = None
    acceptance: Literal["none", "after_report", "before_transfer"] = "none"
    input_rule: Literal["off", "warn", "block"] = "block"
    setup_seconds: int = Field(default=0, ge=0, le=10_000_000)
    piece_seconds: int = Field(default=0, ge=0, le=10_000_000)
    skill_code: Code | None = None
    progress_owner_code: Code | None = None
    quality_owner_code: Code | None = None
    piece_rate: Annotated[NonNegativeQty | None, Mask("price")] = None
    """Pay for one piece, in the site's currency. Only who sees prices names one."""
    instructions: Instructions = Field(default_factory=list)


class PlaceOrder(Command):
    site_code: Code
    line_code: Code | None = None
    number: Code
    product_code: Code
    customer_code: Annotated[Code | None, Mask("customer")] = None
    quantity: PositiveQty
    due_at: At | None = None
    start_at: At | None = None
    """Not before this: the forward pass of planned times begins here, else now."""
    priority: int = Field(default=0, ge=-100, le=100)
    release: bool = True
    operations: list[OperationIn] = Field(default_factory=list, max_length=200)
    """None: those of the product's released routing."""

    @model_validator(mode="after")
    def _one_tree(self) -> "PlaceOrder":
        if self.operations:
            require_one_tree([(step.code, step.successor) for step in self.operations])
        return self

    def successors(self) -> dict[str, str | None]:
        return successors([(step.code, step.successor) for step in self.operations])

    def planned(self, decimals: int) -> dict[str, Qty]:
        following = self.successors()
        steps = {step.code: (following[step.code], step.per, step.batch, step.planned_qty) for step in self.operations}
        return planned_quantities(steps, self.quantity, decimals)


class PlannedTimes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    operation_id: Id
    start: At
    end: At

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "PlannedTimes":
        if self.end <= self.start:
            raise PydanticCustomError("plan_ends_early", "the plan of an operation ends before it starts")
        return self


class SetPlannedTimes(Command):
    """A planner's own times for operations of one order, instead of those of the forward pass."""

    order_id: Id
    times: list[PlannedTimes] = Field(min_length=1, max_length=200)
    reason: Reason


class OwnersOfOperation(BaseModel):
    """Who is not named stays; null is nobody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operation_id: Id
    progress_owner_code: Code | None = None
    quality_owner_code: Code | None = None


class SetOwners(Command):
    """Whom to call about operations of one order, instead of whom the routing named."""

    order_id: Id
    owners: list[OwnersOfOperation] = Field(min_length=1, max_length=200)
    reason: Reason


class OrderPlaced(Answer):
    id: int
    number: str
    status: str
    operations: dict[str, int]
    """Ids by code."""
    site_id: int
    line_id: int | None


class SalesLineIn(Line):
    line: Code
    product_code: ProductCode
    quantity: PositiveQty
    due_at: At | None = None
    promised_at: At | None = None
    price: Annotated[NonNegativeQty | None, Mask("price")] = None


class DefineSalesOrder(Define):
    site_code: SiteCode
    number: Code
    customer_code: Annotated[Code, Refers("customer"), Mask("customer")]
    customer_reference: Annotated[Code | None, Mask("customer")] = None
    lines: list[SalesLineIn] = Field(min_length=1, max_length=1000)

    @model_validator(mode="after")
    def _each_line_once(self) -> "DefineSalesOrder":
        if twice := first_repeated(one.line for one in self.lines):
            raise PydanticCustomError("line_twice", "line {line} stands twice", {"line": twice})
        return self


class PromiseLine(Command):
    """When the customer gets a line, as it was told to them; null takes the promise back."""

    sales_order_id: Id
    line: Code
    promised_at: At | None
    expected_version: int
    reason: Reason


class LinePromised(Answer):
    sales_order_id: int
    version: int
    line: str
    promised_at: datetime | None


class PegIn(Line):
    """For a line of a customer's order, or for a work order above."""

    sales_order_code: Annotated[Code, Refers("sales_order")] | None = None
    sales_line: Code | None = None
    parent_order_code: Annotated[Code, Refers("work_order")] | None = None
    quantity: PositiveQty

    @model_validator(mode="after")
    def _for_one_of_both(self) -> "PegIn":
        if (self.sales_order_code is None) == (self.parent_order_code is None):
            message = "made for a customer's order or for a work order: name one of them"
            raise PydanticCustomError("peg_for_one", message)
        if (self.sales_order_code is None) != (self.sales_line is None):
            raise PydanticCustomError("peg_needs_line", "a customer's order is named with its line")
        return self


class DefineWorkOrder(Define):
    """An order along the product's routing. As a draft it is planned, else released at once."""

    site_code: SiteCode
    number: Code
    product_code: ProductCode
    quantity: PositiveQty
    line_code: LineCode | None = None
    customer_code: Annotated[Annotated[Code, Refers("customer")] | None, Mask("customer")] = None
    due_at: At | None = None
    start_at: Annotated[At | None, NotListed()] = None
    """Not before this: the forward pass of planned times begins here, else now."""
    priority: Annotated[int, Field(ge=-100, le=100)] = 0
    pegs: list[PegIn] = Field(default_factory=list, max_length=200)

    @model_validator(mode="after")
    def _pegged_within_the_quantity(self) -> "DefineWorkOrder":
        if sum(peg.quantity for peg in self.pegs) > self.quantity:
            raise PydanticCustomError("pegged_too_much", "more is pegged than the order makes")
        return self


class RushOrder(OnRecord):
    priority: Annotated[int, Field(ge=-100, le=100)] = 100


class EndOrder(OnRecord):
    """A cancellation or a short close."""


class StationOfOperation(Line):
    operation: Code
    station_code: Annotated[Code, Refers("station")]


class ReleaseOrder(OnRecord):
    """Its planned times begin now, or at the order's start."""

    stations: list[StationOfOperation] = Field(default_factory=list, max_length=200)
    """Where operations are done; those that are not named, at all stations that they allow."""


class SplitOrder(OnRecord):
    """Pieces that nobody has begun go to an order of their own."""

    quantity: PositiveQty
    new_number: Code


class HoldOrder(OnRecord):
    """Nobody goes on with it until it is resumed."""


class ResumeOrder(OnRecord):
    """It goes on."""
