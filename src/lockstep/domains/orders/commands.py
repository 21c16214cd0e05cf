# SPDX-License-Identifier: Apache-2.0
"""Placing an order with its network of operations."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lockstep.domains.engineering.rules import require_one_tree, successors
from lockstep.domains.masterdata.schemas import LocalNames
from lockstep.kernel.qty import PositiveQty, Qty
from lockstep.kernel.types import At, Code, Id, Reason
from lockstep.platform.commands.command import Answer, Command


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


class PlaceOrder(Command):
    site_code: Code
    line_code: Code | None = None
    number: Code
    product_code: Code
    customer_code: Code | None = None
    quantity: PositiveQty
    due_at: At | None = None
    start_at: At | None = None
    """Not before this: the forward pass of planned times begins here, else now."""
    priority: int = Field(default=0, ge=-100, le=100)
    release: bool = True
    operations: list[OperationIn] = Field(min_length=1, max_length=200)

    @model_validator(mode="after")
    def _one_tree(self) -> "PlaceOrder":
        require_one_tree([(step.code, step.successor) for step in self.operations])
        return self

    def successors(self) -> dict[str, str | None]:
        return successors([(step.code, step.successor) for step in self.operations])

    def planned(self, decimals: int) -> dict[str, Qty]:
        """Pieces to make at each operation: what its successor needs of it, unless the order says otherwise.

        Nobody makes a part of the smallest unit: 100 blanks of 12 from a sheet take 9 sheets.
        """
        unit = 10 ** (4 - decimals)
        steps = {step.code: step for step in self.operations}
        following = self.successors()
        found: dict[str, Qty] = {}

        def of(code: str) -> Qty:
            if code not in found:
                step, after = steps[code], following[code]
                needed = self.quantity if after is None else -(-of(after) * step.per // (step.batch * unit)) * unit
                found[code] = step.planned_qty or needed
            return found[code]

        return {code: of(code) for code in steps}


class PlannedTimes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    operation_id: Id
    start: At
    end: At

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "PlannedTimes":
        if self.end <= self.start:
            raise ValueError("the plan of an operation ends before it starts")
        return self


class SetPlannedTimes(Command):
    """A planner's own times for operations of one order, instead of those of the forward pass."""

    order_id: Id
    times: list[PlannedTimes] = Field(min_length=1, max_length=200)
    reason: Reason


class OrderPlaced(Answer):
    id: int
    number: str
    status: str
    operations: dict[str, int]
    """Ids by code."""
