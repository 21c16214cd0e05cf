# SPDX-License-Identifier: Apache-2.0
"""Photos from outside: recognised by their content, decoded with a limit, and written anew.

What is stored was encoded here: no metadata of the sender (place, device, comments) and no byte that a
reader could take for something else survives.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import pillow_heif
from PIL import Image, ImageOps

from lockstep.platform.files.errors import PhotoBroken, PhotoTooManyPixels, PhotoTypeRefused

MEDIA_TYPE = "image/jpeg"
LONGEST_SIDE = 2048
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 60_000_000
QUALITIES = (85, 75, 65, 50)
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="photo")
"""Two at a time: a decoded photo takes up to 240 MB."""

pillow_heif.register_heif_opener()
# The limit is checked below, where it is a refusal and not a warning.
Image.MAX_IMAGE_PIXELS = None

Format = Literal["JPEG", "PNG", "WEBP", "HEIF"]


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    width: int
    height: int


async def prepare(content: bytes) -> Picture:
    """Decoded and encoded in a thread; refuses what is no photo."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, rewrite, content)


def rewrite(content: bytes) -> Picture:
    photo_format = format_of(content)
    if photo_format is None:
        raise PhotoTypeRefused
    try:
        return encode(_decode(content, photo_format))
    # Decoders of damaged files raise whatever their parser stumbled over.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, RuntimeError) as error:
        raise PhotoBroken from error


def format_of(content: bytes) -> Format | None:
    """By the first bytes; what the sender says about it does not count."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return "HEIF"
    return None


def _decode(content: bytes, photo_format: Format) -> Image.Image:
    """Upright and in RGB; what was transparent is white."""
    with Image.open(BytesIO(content), formats=[photo_format]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise PhotoTooManyPixels(megapixels=MOST_PIXELS // 1_000_000)
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    if upright.has_transparency_data:
        layers = upright.convert("RGBA")
        page = Image.new("RGB", layers.size, "white")
        page.paste(layers, mask=layers.getchannel("A"))
        return page
    return upright.convert("RGB")


def encode(picture: Image.Image, side: int = LONGEST_SIDE) -> Picture:
    picture.info = {}
    while True:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            out = BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= MOST_BYTES:
                return Picture(out.getvalue(), picture.width, picture.height)
        side = side * 3 // 4
