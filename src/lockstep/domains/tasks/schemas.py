# SPDX-License-Identifier: Apache-2.0
"""Commands about tasks, and a task as every screen shows it."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from lockstep.kernel.types import Day, Id, Reason
from lockstep.platform.commands.command import Answer, Command

TaskText = Annotated[Reason, AfterValidator(str.strip)]
Version = Annotated[int, Field(ge=1, lt=2**31)]


class AgreeTask(Command):
    """Where it is about an order it lies where the order lies; else `site_id` and `line_id` say it."""

    text: TaskText
    owner_id: Id
    due_on: Day
    order_id: Id | None = None
    operation_id: Id | None = None
    site_id: Id | None = None
    line_id: Id | None = None
    meeting_on: Day | None = None

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if self.order_id is None and self.operation_id is None and self.site_id is None:
            raise PydanticCustomError("task_without_place", "name the order, the operation or the site")
        return self


class OnTask(Command):
    task_id: Id
    expected_version: Version


class ChangeTask(OnTask):
    """What is not named stays."""

    text: TaskText | None = None
    owner_id: Id | None = None
    due_on: Day | None = None


class FinishTask(OnTask):
    outcome: TaskText


class EndTask(OnTask):
    reason: Reason


class TaskState(Answer):
    task_id: int
    status: Literal["open", "done", "withdrawn"]
    version: int


class TaskShown(BaseModel):
    id: int
    site_id: int
    order_id: int | None
    order_number: str | None
    operation_id: int | None
    operation_code: str | None
    operation_name: str | None
    text: str
    owner_id: int
    owner: str
    due_on: date
    overdue_days: int
    """Days past its due date while it is open; 0 on time."""
    meeting_on: date | None
    status: Literal["open", "done", "withdrawn"]
    created_at: datetime
    created_by: str
    ended_at: datetime | None
    ended_by: str | None
    outcome: str | None
    version: int
    can: list[Literal["change", "finish", "withdraw", "reopen"]]


class OwnerChoice(BaseModel):
    id: int
    code: str
    name: str
