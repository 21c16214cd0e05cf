# SPDX-License-Identifier: Apache-2.0
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from lockstep.kernel.http import answers, json_answer, read_body
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.files.errors import PhotoTooLarge
from lockstep.platform.files.images import prepare
from lockstep.platform.files.operations import WRITE, PhotoStored, StorePhoto, store_photo
from lockstep.platform.files.queries import content_hash, photo

router = APIRouter(tags=["files"])

MOST_MEGABYTES = 12
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("image/jpeg", "image/png", "image/webp", "image/heic")
        },
    }
}
PHOTO: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}},
    304: {"description": "The browser has it already."},
}


@router.put("/photos/{photo_id}", responses=answers(PhotoStored), openapi_extra=BODY)
async def put_photo(context: Signed, photo_id: UUID, request: Request) -> Response:
    """The same id with the same bytes answers the same; with other bytes it is refused."""
    context.actor.require(WRITE)
    content = await read_body(request, MOST_MEGABYTES, PhotoTooLarge(megabytes=MOST_MEGABYTES))
    picture = await prepare(content)
    command = StorePhoto(id=photo_id, sha256=content_hash(content), picture=picture)
    return json_answer(await context.run(store_photo, command))


@router.get("/photos/{photo_id}", response_class=Response, responses=PHOTO)
async def get_photo(context: Signed, photo_id: UUID, request: Request) -> Response:
    """A photo never changes under its id, so browsers keep it; nobody between us and them does."""
    found = await context.read(photo, photo_id)
    headers = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{found.sha256}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)
