# SPDX-License-Identifier: Apache-2.0
"""Taking photos and attachments in. The bytes travel beside the command: its content is their hash."""

from uuid import UUID

from pydantic import ConfigDict, Field
from sqlalchemy import insert

from lockstep.kernel.types import Name
from lockstep.platform.commands.command import Answer, Command
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.files.images import MEDIA_TYPE, Picture
from lockstep.platform.files.models import Attachment, AttachmentPage, Photo
from lockstep.platform.files.queries import AttachmentShown, PageShown, content_hash
from lockstep.platform.files.sight import ATTACH

WRITE = "photo.write"


class StorePhoto(Command):
    """`sha256` is that of the bytes as they were sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    sha256: str
    picture: Picture = Field(exclude=True, repr=False)


class PhotoStored(Answer):
    id: UUID
    media_type: str
    width: int
    height: int
    size: int
    sha256: str


@operation("files.store_photo", permission=WRITE)
async def store_photo(work: Work, command: StorePhoto) -> PhotoStored:
    picture, actor = command.picture, work.actor
    stored = PhotoStored(
        id=command.id,
        media_type=MEDIA_TYPE,
        width=picture.width,
        height=picture.height,
        size=len(picture.content),
        sha256=content_hash(picture.content),
    )
    work.add(
        Photo,
        id=command.id,
        site_id=actor.site_id,
        account_id=actor.account_id,
        uploaded_at=work.now,
        media_type=MEDIA_TYPE,
        width=picture.width,
        height=picture.height,
        source_sha256=command.sha256,
        sha256=stored.sha256,
        content=picture.content,
    )
    after = stored.model_dump(mode="json", exclude={"id"})
    work.audit("photo", command.id, after=after, site_id=actor.site_id, line_id=actor.line_id)
    return stored


class StoreAttachment(Command):
    """`sha256` is that of the file as it was sent; the pages are what came of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    sha256: str
    file_name: Name
    pages: list[Picture] = Field(exclude=True, repr=False)


class AttachmentStored(AttachmentShown, Answer):
    """As it is shown from now on."""


@operation("files.store_attachment", permission=ATTACH)
async def store_attachment(work: Work, command: StoreAttachment) -> AttachmentStored:
    actor = work.actor
    given = {"file_name": command.file_name, "source_sha256": command.sha256}
    place = {"site_id": actor.site_id, "account_id": actor.account_id, "uploaded_at": work.now}
    await work.session.execute(insert(Attachment).values(id=command.id, **given, **place))
    for number, page in enumerate(command.pages, start=1):
        # Each for itself: the pages of one file may be more than a statement of queued rows carries.
        size = {"width": page.width, "height": page.height}
        content = {"media_type": MEDIA_TYPE, "sha256": content_hash(page.content), "content": page.content}
        await work.session.execute(
            insert(AttachmentPage).values(attachment_id=command.id, number=number, **size, **content)
        )
    after = {**given, "pages": len(command.pages)}
    work.audit("attachment", command.id, after=after, site_id=actor.site_id, line_id=actor.line_id)
    pages = [
        PageShown(number=number, width=page.width, height=page.height)
        for number, page in enumerate(command.pages, start=1)
    ]
    return AttachmentStored(id=command.id, file_name=command.file_name, pages=pages)
