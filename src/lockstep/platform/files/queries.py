# SPDX-License-Identifier: Apache-2.0
import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select

from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.files.models import Photo


@dataclass(frozen=True, slots=True)
class PhotoBytes:
    media_type: str
    sha256: str
    content: bytes


def content_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@query("files.photo", permission="photo.read")
async def photo(reading: Reading, photo_id: UUID) -> PhotoBytes:
    """A photo of a site in scope; one that was sent from no site is its sender's, and theirs who see every site."""
    wanted = select(Photo.media_type, Photo.sha256, Photo.content).where(Photo.id == photo_id)
    actor = reading.actor
    if actor.site_ids is not None:
        own = and_(Photo.site_id.is_(None), Photo.account_id == actor.account_id)
        wanted = wanted.where(or_(Photo.site_id.in_(actor.site_ids), own))
    row = (await reading.session.execute(wanted)).one_or_none()
    if row is None:
        raise NotFound(kind="photo", key=str(photo_id))
    return PhotoBytes(row.media_type, row.sha256, row.content)
