# SPDX-License-Identifier: Apache-2.0
"""Sheets in and out."""

import asyncio
import hashlib
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from lockstep.kernel.http import read_body
from lockstep.kernel.types import Code, Name, Text
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.metadata.sheets import operations, queries, schemas
from lockstep.platform.metadata.sheets.errors import SheetTooLarge
from lockstep.platform.metadata.sheets.exporting import Format, export, template
from lockstep.platform.metadata.sheets.reading import MOST_MEGABYTES, MOST_ROWS, read_sheet

router = APIRouter(tags=["sheets"])

BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/octet-stream": BINARY}}}
FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": BINARY}}}
MEDIA = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

Outcome = Literal["made", "changed", "unchanged", "refused"]
Words = Annotated[Text, Query(max_length=200)]


@router.put("/imports/{import_id}", response_model=schemas.SheetUploaded, openapi_extra=BODY)
async def upload_sheet(context: Signed, import_id: UUID, entity: Code, file_name: Name, request: Request) -> Any:
    too_large = SheetTooLarge(megabytes=MOST_MEGABYTES, rows=MOST_ROWS)
    content = await read_body(request, MOST_MEGABYTES, too_large)
    sheet = await asyncio.to_thread(read_sheet, content)
    command = operations.UploadSheet(
        id=import_id,
        entity=entity,
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        sheet=sheet,
    )
    return await context.run(operations.upload_sheet, command)


@router.post("/imports/start", response_model=schemas.ImportState)
async def start_import(context: Signed, command: schemas.StartImport) -> Any:
    return await context.run(operations.start_import, command)


@router.post("/imports/repeat", response_model=schemas.SheetUploaded)
async def repeat_import(context: Signed, command: schemas.RepeatImport) -> Any:
    return await context.run(operations.repeat_import, command)


@router.post("/imports/cancel", response_model=schemas.ImportState)
async def cancel_import(context: Signed, command: schemas.CancelImport) -> Any:
    return await context.run(operations.cancel_import, command)


@router.get("/imports")
async def list_imports(context: Signed) -> list[schemas.ImportState]:
    return await context.read(queries.imports)


@router.get("/imports/{import_id}")
async def show_import(context: Signed, import_id: UUID) -> schemas.ImportState:
    return await context.read(queries.import_state, import_id)


@router.get("/imports/{import_id}/columns")
async def show_import_columns(context: Signed, import_id: UUID) -> schemas.SheetUploaded:
    return await context.read(queries.import_columns, import_id)


@router.get("/imports/{import_id}/rows")
async def list_import_rows(
    context: Signed,
    import_id: UUID,
    outcome: Outcome | None = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> schemas.ImportRows:
    return await context.read(queries.import_rows, import_id, outcome=outcome, offset=offset, limit=limit)


@router.get("/entities/{entity}/export.{kind}", response_class=Response, responses=FILE)
async def export_records(
    context: Signed,
    entity: Code,
    kind: Format,
    search: Words = "",
    status: Code | None = None,
    filters: Annotated[Text, Query(max_length=2000)] = "{}",
) -> Response:
    content = await context.read(export, entity, kind=kind, search=search, status=status, filters=filters)
    return _file(content, entity, kind)


@router.get("/entities/{entity}/template.{kind}", response_class=Response, responses=FILE)
async def download_template(context: Signed, entity: Code, kind: Format) -> Response:
    return _file(await context.read(template, entity, kind=kind), entity, kind)


def _file(content: bytes, entity: str, kind: Format) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{entity}.{kind}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=MEDIA[kind], headers=headers)
