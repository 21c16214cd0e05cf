# SPDX-License-Identifier: Apache-2.0
"""Taking a photo in. The bytes travel beside the command: its content is their hash."""

from uuid import UUID

from pydantic import ConfigDict, Field

from lockstep.platform.commands.command import Answer, Command
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work
from lockstep.platform.files.images import MEDIA_TYPE, Picture
from lockstep.platform.files.models import Photo
from lockstep.platform.files.queries import content_hash

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
