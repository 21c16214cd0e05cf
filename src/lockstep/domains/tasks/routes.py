# SPDX-License-Identifier: Apache-2.0
from typing import Annotated, Any

from fastapi import APIRouter, Query

from lockstep.domains.tasks.operations import agree_task, change_task, finish_task, reopen_task, withdraw_task
from lockstep.domains.tasks.queries import owners
from lockstep.domains.tasks.schemas import AgreeTask, ChangeTask, EndTask, FinishTask, OwnerChoice, TaskState
from lockstep.kernel.types import Id, Text
from lockstep.platform.accounts.authentication import Signed

router = APIRouter(prefix="/tasks", tags=["tasks"])


@router.get("/owners")
async def show_owners(
    context: Signed, site_id: Id, search: Annotated[Text, Query(max_length=120)] = ""
) -> list[OwnerChoice]:
    return await context.read(owners, site_id=site_id, search=search)


@router.post("/agree", response_model=TaskState)
async def agree(context: Signed, command: AgreeTask) -> Any:
    return await context.run(agree_task, command)


@router.post("/change", response_model=TaskState)
async def change(context: Signed, command: ChangeTask) -> Any:
    return await context.run(change_task, command)


@router.post("/finish", response_model=TaskState)
async def finish(context: Signed, command: FinishTask) -> Any:
    return await context.run(finish_task, command)


@router.post("/withdraw", response_model=TaskState)
async def withdraw(context: Signed, command: EndTask) -> Any:
    return await context.run(withdraw_task, command)


@router.post("/reopen", response_model=TaskState)
async def reopen(context: Signed, command: EndTask) -> Any:
    return await context.run(reopen_task, command)
