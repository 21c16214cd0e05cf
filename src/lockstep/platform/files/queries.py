# SPDX-License-Identifier: Apache-2.0
import hashlib
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import and_, or_, select

from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.files.models import Attachment, AttachmentPage, Photo
from lockstep.platform.files.sight import in_sight

READ = "photo.read"


@dataclass(frozen=True, slots=True)
class PictureBytes:
    media_type: str
    sha256: str
    content: bytes


class PageShown(BaseModel):
    number: int
    width: int
    height: int


class AttachmentShown(BaseModel):
    id: UUID
    file_name: str
    pages: list[PageShown]


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@query("files.photo", permission=READ)
async def photo(reading: Reading, photo_id: UUID) -> PictureBytes:
    """A photo of a site in scope; one that was sent from no site is its sender's, and theirs who see every site."""
    wanted = select(Photo.media_type, Photo.sha256, Photo.content).where(Photo.id == photo_id)
    actor = reading.actor
    if actor.site_ids is not None:
        own = and_(Photo.site_id.is_(None), Photo.account_id == actor.account_id)
        wanted = wanted.where(or_(Photo.site_id.in_(actor.site_ids), own))
    row = (await reading.session.execute(wanted)).one_or_none()
    if row is None:
        raise NotFound(kind="photo", key=str(photo_id))
    return PictureBytes(row.media_type, row.sha256, row.content)


@query("files.attachment", permission=READ)
async def attachment(reading: Reading, attachment_id: UUID) -> AttachmentShown:
    """What shows it has rights of its own; they count beside this one."""
    found = await reading.session.execute(
        select(Attachment.file_name, AttachmentPage.number, AttachmentPage.width, AttachmentPage.height)
        .join(AttachmentPage, AttachmentPage.attachment_id == Attachment.id)
        .where(Attachment.id == attachment_id, in_sight(reading.actor))
        .order_by(AttachmentPage.number)
    )
    rows = found.all()
    if not rows:
        raise NotFound(kind="attachment", key=str(attachment_id))
    pages = [PageShown(number=row.number, width=row.width, height=row.height) for row in rows]
    return AttachmentShown(id=attachment_id, file_name=rows[0].file_name, pages=pages)


@query("files.attachment_page", permission=READ)
async def attachment_page(reading: Reading, attachment_id: UUID, number: int) -> PictureBytes:
    found = await reading.session.execute(
        select(AttachmentPage.media_type, AttachmentPage.sha256, AttachmentPage.content)
        .join(Attachment, Attachment.id == AttachmentPage.attachment_id)
        .where(Attachment.id == attachment_id, AttachmentPage.number == number, in_sight(reading.actor))
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound(kind="attachment", key=f"{attachment_id}/{number}")
    return PictureBytes(row.media_type, row.sha256, row.content)
