# SPDX-License-Identifier: Apache-2.0
"""The command that makes or changes a record, and the marks its fields carry."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

from lockstep.kernel.types import Id, Reason
from lockstep.platform.commands.command import Answer, Command

ANY = "any"
"""Whatever version stands there: the sender's sheet or program is the master of this record."""


class Define(Command):
    """A record by its code. `expected_version` 0 means a new one; a number, the version that was on the screen."""

    expected_version: int | Literal["any"] = 0
    draft: bool = False
    reason: Reason | None = None
    """Needed once the record is released."""

    def said(self) -> dict[str, Any]:
        """What the record itself is told, as JSON."""
        return self.model_dump(mode="json", exclude=set(Define.model_fields))


class OnRecord(Command):
    """Something done with a record that is there, as it was on the screen."""

    record_id: Id
    expected_version: int
    reason: Reason


class Known(Answer):
    """A record by its code, made, changed, or as it was."""

    id: int
    code: str
    version: int
    outcome: Literal["made", "changed", "unchanged"]


class RecordStatus(Answer):
    """A record after something was done with it."""

    id: int
    version: int
    status: str


class _Mark(ABC):
    """A mark on a field travels in its JSON schema, so that the interface description shows it too."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), **self.shown()}

    @abstractmethod
    def shown(self) -> dict[str, Any]:
        """What the schema says of it."""


@dataclass(frozen=True, slots=True)
class Refers(_Mark):
    """The field holds the code of a record of this entity."""

    entity: str

    def shown(self) -> dict[str, Any]:
        return {"x-refers": self.entity}


@dataclass(frozen=True, slots=True)
class Mask(_Mark):
    """Only who holds the right `field.<name>` sees or changes the value."""

    name: Literal["customer", "price", "recipe", "person"]

    def shown(self) -> dict[str, Any]:
        return {"x-mask": self.name}


@dataclass(frozen=True, slots=True)
class Widget(_Mark):
    """How the form asks for it where the type does not say so."""

    name: Literal["seconds", "weekdays", "time_zone", "attachments"]

    def shown(self) -> dict[str, Any]:
        return {"x-widget": self.name}


@dataclass(frozen=True, slots=True)
class NotListed(_Mark):
    """The field is on the form but not among the columns of the list."""

    def shown(self) -> dict[str, Any]:
        return {"x-listed": False}
