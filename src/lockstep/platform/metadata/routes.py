# SPDX-License-Identifier: Apache-2.0
"""Lists, records and forms of all entities. Each entity has a saving address of its own, with its own shape."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from lockstep.kernel.types import Code, Id, Text
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.commands.operation import Operation
from lockstep.platform.metadata import operations, queries, schemas, views
from lockstep.platform.metadata.define import Known, RecordStatus
from lockstep.platform.metadata.entity import Action, Entity

router = APIRouter(prefix="/entities", tags=["master data"])

Words = Annotated[Text, Query(max_length=200)]


@router.get("")
async def list_entities(context: Signed) -> list[schemas.EntityShown]:
    return await context.read(queries.entities)


@router.get("/{entity}/records")
async def list_records(
    context: Signed,
    entity: Code,
    search: Words = "",
    status: Code | None = None,
    filters: Annotated[Text, Query(max_length=2000)] = "{}",
    sort: Words = "",
    descending: bool = False,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> schemas.RecordPage:
    return await context.read(
        queries.records,
        entity,
        search=search,
        status=status,
        filters=filters,
        sort=sort,
        descending=descending,
        offset=offset,
        limit=limit,
    )


@router.get("/{entity}/records/{record_id}")
async def show_record(context: Signed, entity: Code, record_id: Id) -> schemas.RecordDetail:
    return await context.read(queries.record, entity, record_id)


@router.get("/{entity}/records/{record_id}/history")
async def show_history(context: Signed, entity: Code, record_id: Id) -> list[schemas.HistoryEntry]:
    return await context.read(queries.history, entity, record_id)


@router.get("/{entity}/options")
async def list_options(
    context: Signed, entity: Code, search: Words = "", site_code: Code | None = None
) -> list[schemas.Option]:
    return await context.read(queries.options, entity, search=search, site_code=site_code)


@router.post("/change-status", response_model=RecordStatus)
async def change_status(context: Signed, command: operations.ChangeStatus) -> Any:
    return await context.run(operations.change_status, command)


@router.post("/delete-draft", response_model=RecordStatus)
async def delete_draft(context: Signed, command: operations.DeleteDraft) -> Any:
    return await context.run(operations.delete_draft, command)


@router.get("/{entity}/views")
async def list_views(context: Signed, entity: Code) -> list[views.View]:
    return await context.read(views.views, entity)


@router.post("/save-view", response_model=views.View)
async def save_view(context: Signed, command: views.SaveView) -> Any:
    return await context.run(views.save_view, command)


@router.post("/delete-view", response_model=views.View)
async def delete_view(context: Signed, command: views.DeleteView) -> Any:
    return await context.run(views.delete_view, command)


def add_action_routes(domain: APIRouter, entity: Entity) -> None:
    for action in entity.actions:
        add_action_route(domain, entity, action)


def add_action_route(domain: APIRouter, entity: Entity, action: Action) -> None:
    async def act(context: Signed, command: Any) -> Any:
        return await context.run(action.operation, command)

    act.__annotations__["command"] = action.operation.command
    path = f"/entities/{entity.key}/{action.key}"
    domain.post(path, name=f"{action.key}_{entity.key}", response_model=RecordStatus)(act)


def add_saving_route(domain: APIRouter, op: Operation[Any, Any]) -> None:
    """`masterdata.define_product` is sent to `/entities/product/save`, in the shape of its own command."""
    key = op.name.partition(".define_")[2]

    async def save(context: Signed, command: Any) -> Any:
        return await context.run(op, command)

    save.__annotations__["command"] = op.command
    domain.post(f"/entities/{key}/save", name=f"save_{key}", response_model=Known)(save)
