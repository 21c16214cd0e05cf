# SPDX-License-Identifier: Apache-2.0
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from lockstep.domains.engineering.rules import require_one_tree
from lockstep.domains.masterdata.schemas import LocalNames, SiteCode
from lockstep.kernel.qty import NonNegativeQty, Percent, PositiveQty, QtyJson
from lockstep.kernel.repeats import first_repeated
from lockstep.kernel.types import Code
from lockstep.platform.metadata.define import Define, Mask, Refers, Widget

ProductCode = Annotated[Code, Refers("product")]
PersonCode = Annotated[Code, Refers("person")]
Edition = Annotated[Code, Field(max_length=12)]
Instructions = Annotated[list[UUID], Field(max_length=10), Widget("attachments")]


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BomLineIn(Line):
    component_code: ProductCode
    quantity: PositiveQty
    scrap_percent: Percent = Field(default=0, validate_default=True)
    """What is lost on the way, added to the need."""
    operation: Code | None = None
    """The code of the operation that consumes it; none: with the first report."""
    substitute_codes: list[ProductCode] = Field(default_factory=list, max_length=20)


class DefineBom(Define):
    product_code: ProductCode
    edition: Edition
    base_quantity: PositiveQty = Field(default=1, validate_default=True)
    components: list[BomLineIn] = Field(min_length=1, max_length=5000)

    @model_validator(mode="after")
    def _each_component_once(self) -> "DefineBom":
        if twice := first_repeated((line.component_code, line.operation) for line in self.components):
            message = "{component} stands twice at the same operation"
            raise PydanticCustomError("component_twice", message, {"component": twice[0]})
        for line in self.components:
            if line.component_code in line.substitute_codes:
                message = "{component} is its own substitute"
                raise PydanticCustomError("own_substitute", message, {"component": line.component_code})
        return self


class RoutingOperationIn(Line):
    """One step. Without `successor` the next in the list follows; the last one delivers to stock."""

    code: Code
    name: LocalNames
    station_group: Code | None = None
    station_codes: list[Annotated[Code, Refers("station")]] = Field(default_factory=list, max_length=20)
    successor: Code | None = None
    per: PositiveQty = Field(default=1, validate_default=True)
    batch: PositiveQty = Field(default=1, validate_default=True)
    acceptance: Literal["none", "after_report", "before_transfer"] = "none"
    input_rule: Literal["off", "warn", "block"] = "block"
    setup_seconds: Annotated[int, Field(ge=0, le=10_000_000), Widget("seconds")] = 0
    piece_seconds: Annotated[int, Field(ge=0, le=10_000_000), Widget("seconds")] = 0
    skill_code: Annotated[Code, Refers("skill")] | None = None
    progress_owner_code: PersonCode | None = None
    quality_owner_code: PersonCode | None = None
    """Whom to call when it does not go on, and when the pieces are not good."""
    piece_rate: Annotated[NonNegativeQty | None, Mask("price")] = None
    """Pay for one good piece, in the site's currency."""
    instructions: Instructions = Field(default_factory=list)
    """Attachments that show at the station how it is done."""


class RoutingParameterIn(Line):
    operation: Code
    code: Code
    name: LocalNames
    unit: Code | None = None
    low: Annotated[QtyJson | None, Mask("recipe")] = None
    target: Annotated[QtyJson | None, Mask("recipe")] = None
    high: Annotated[QtyJson | None, Mask("recipe")] = None

    @model_validator(mode="after")
    def _limits_in_order(self) -> "RoutingParameterIn":
        said = [one for one in (self.low, self.target, self.high) if one is not None]
        if said != sorted(said):
            raise PydanticCustomError("limits_out_of_order", "the limits are not in order: low, target, high")
        return self


class DefineRouting(Define):
    site_code: SiteCode
    product_code: ProductCode
    edition: Edition
    operations: list[RoutingOperationIn] = Field(min_length=1, max_length=200)
    parameters: list[RoutingParameterIn] = Field(default_factory=list, max_length=500)

    @model_validator(mode="after")
    def _one_tree(self) -> "DefineRouting":
        require_one_tree([(step.code, step.successor) for step in self.operations])
        codes = {step.code for step in self.operations}
        lost = [one.operation for one in self.parameters if one.operation not in codes]
        if lost:
            message = "operation {operation} is not in this routing"
            raise PydanticCustomError("operation_unknown", message, {"operation": lost[0]})
        return self
