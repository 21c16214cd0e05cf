# SPDX-License-Identifier: Apache-2.0
"""A file as the pictures of its pages, by what is in it; what the sender calls it does not count."""

from lockstep.platform.files.errors import AttachmentTypeRefused
from lockstep.platform.files.images import Picture, format_of, prepare
from lockstep.platform.files.pdf import draw, is_pdf


async def prepare_pages(content: bytes) -> list[Picture]:
    if format_of(content) is not None:
        return [await prepare(content)]
    if is_pdf(content):
        return await draw(content)
    raise AttachmentTypeRefused
