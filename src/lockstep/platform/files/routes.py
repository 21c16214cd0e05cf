# SPDX-License-Identifier: Apache-2.0
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from lockstep.kernel.http import answers, json_answer, read_body
from lockstep.kernel.types import Name
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.files.errors import AttachmentTooLarge, PhotoTooLarge
from lockstep.platform.files.images import prepare
from lockstep.platform.files.operations import (
    WRITE,
    AttachmentStored,
    PhotoStored,
    StoreAttachment,
    StorePhoto,
    store_attachment,
    store_photo,
)
from lockstep.platform.files.pages import prepare_pages
from lockstep.platform.files.queries import (
    AttachmentShown,
    PictureBytes,
    attachment,
    attachment_page,
    content_hash,
    photo,
)
from lockstep.platform.files.sight import ATTACH

router = APIRouter(tags=["files"])

MOST_MEGABYTES = 12
MOST_MEGABYTES_ATTACHED = 20
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/heic")


def _body(kinds: tuple[str, ...]) -> dict[str, Any]:
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
    return {"requestBody": {"required": True, "content": content}}


PHOTO: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}},
    304: {"description": "The browser has it already."},
}


@router.put("/photos/{photo_id}", responses=answers(PhotoStored), openapi_extra=_body(PICTURES))
async def put_photo(context: Signed, photo_id: UUID, request: Request) -> Response:
    """The same id with the same bytes answers the same; with other bytes it is refused."""
    context.actor.require(WRITE)
    content = await read_body(request, MOST_MEGABYTES, PhotoTooLarge(megabytes=MOST_MEGABYTES))
    picture = await prepare(content)
    command = StorePhoto(id=photo_id, sha256=content_hash(content), picture=picture)
    return json_answer(await context.run(store_photo, command))


@router.get("/photos/{photo_id}", response_class=Response, responses=PHOTO)
async def get_photo(context: Signed, photo_id: UUID, request: Request) -> Response:
    return _picture(request, await context.read(photo, photo_id))


@router.put(
    "/attachments/{attachment_id}",
    responses=answers(AttachmentStored),
    openapi_extra=_body(("application/pdf", *PICTURES)),
)
async def put_attachment(context: Signed, attachment_id: UUID, file_name: Name, request: Request) -> Response:
    """A PDF or a picture, kept as pictures of its pages. The same id with the same file answers the same."""
    context.actor.require(ATTACH)
    too_large = AttachmentTooLarge(megabytes=MOST_MEGABYTES_ATTACHED)
    content = await read_body(request, MOST_MEGABYTES_ATTACHED, too_large)
    pages = await prepare_pages(content)
    command = StoreAttachment(id=attachment_id, file_name=file_name, sha256=content_hash(content), pages=pages)
    return json_answer(await context.run(store_attachment, command))


@router.get("/attachments/{attachment_id}")
async def get_attachment(context: Signed, attachment_id: UUID) -> AttachmentShown:
    return await context.read(attachment, attachment_id)


@router.get("/attachments/{attachment_id}/pages/{number}", response_class=Response, responses=PHOTO)
async def get_page(
    context: Signed, attachment_id: UUID, number: Annotated[int, Path(ge=1, le=1000)], request: Request
) -> Response:
    return _picture(request, await context.read(attachment_page, attachment_id, number))


def _picture(request: Request, found: PictureBytes) -> Response:
    """A picture never changes under its address, so browsers keep it; nobody between us and them does."""
    headers = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": f'"{found.sha256}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)
