# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF as pictures. It is drawn by another process, which time and memory stop, not this one."""

import asyncio
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryFile
from threading import Timer
from typing import IO

import structlog
from PIL import Image

from lockstep.platform.files import pdf_drawer
from lockstep.platform.files.errors import PdfBroken, PdfProtected, PdfTooHeavy, PdfTooManyPages
from lockstep.platform.files.images import Picture, encode
from lockstep.platform.files.pdf_drawer import HEAD, LONGEST_SIDE, MOST_PAGES, MOST_SECONDS, Exit

MARK, MARKED_WITHIN = b"%PDF-", 1024
"""Readers allow a little before the mark."""

DRAWER = (sys.executable, "-I", "-m", pdf_drawer.__name__)
_THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf")
"""One at a time: a drawing takes a core and up to the memory that it allows itself."""

log = structlog.get_logger()


def is_pdf(content: bytes) -> bool:
    return MARK in content[:MARKED_WITHIN]


async def draw(content: bytes) -> list[Picture]:
    return await asyncio.get_running_loop().run_in_executor(_THREAD, pages_of, content)


def pages_of(content: bytes, seconds: float = MOST_SECONDS) -> list[Picture]:
    # It is told nothing that this process knows: no address of a database, no key.
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        with Popen(DRAWER, stdin=file, stdout=PIPE, stderr=DEVNULL, env=environment) as drawer:  # noqa: S603 - our own program
            watchdog = Timer(seconds, drawer.kill)
            watchdog.start()
            try:
                pages = list(islice(_read(drawer.stdout), MOST_PAGES)) if drawer.stdout else []
                _require_drawn(drawer.wait())
            finally:
                drawer.kill()
                watchdog.cancel()
    return pages


def _read(stream: IO[bytes]) -> Iterator[Picture]:
    """Where it breaks off, the end of the process says why."""
    while len(head := stream.read(HEAD.size)) == HEAD.size:
        width, height = HEAD.unpack(head)
        if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
            raise PdfTooHeavy
        content = stream.read(width * height * 3)
        if len(content) < width * height * 3:
            return
        yield encode(Image.frombytes("RGB", (width, height), content), LONGEST_SIDE)


def _require_drawn(end: int) -> None:
    if end == Exit.PROTECTED:
        raise PdfProtected
    if end == Exit.BROKEN:
        raise PdfBroken
    if end == Exit.TOO_MANY_PAGES:
        raise PdfTooManyPages(most=MOST_PAGES)
    if end != Exit.DRAWN:
        log.warning("files.pdf_not_drawn", end=end)
        raise PdfTooHeavy
