# SPDX-License-Identifier: Apache-2.0
"""A process of its own that draws the pages of a PDF: whatever a file does to the library ends here.

Reads the file from its input; writes width, height and the RGB bytes of one page after the other.
"""

import sys
from enum import IntEnum
from struct import Struct

if sys.platform != "win32":
    import resource

HEAD = Struct(">II")
LONGEST_SIDE = 2400
MOST_SCALE = 4.0
"""288 dots an inch: a small page stays small."""
MOST_PAGES = 60
MOST_SECONDS = 60
MOST_MEMORY = 768 * 1024 * 1024


class Exit(IntEnum):
    """How it ended, where it was not stopped by a limit."""

    DRAWN = 0
    PROTECTED = 10
    BROKEN = 11
    TOO_MANY_PAGES = 12


def limit_itself() -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def draw_all() -> Exit:
    # Never loaded by the server, which only knows the names above: it may crash, and it knows no threads.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        locked = (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)
        return Exit.PROTECTED if error.err_code in locked else Exit.BROKEN
    if len(document) > MOST_PAGES:
        return Exit.TOO_MANY_PAGES
    if len(document) == 0:
        return Exit.BROKEN
    try:
        for number in range(len(document)):
            page = document[number]
            scale = min(LONGEST_SIDE / max(1.0, *page.get_size()), MOST_SCALE)
            picture = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            sys.stdout.buffer.write(HEAD.pack(*picture.size) + picture.tobytes())
    except pypdfium2.PdfiumError:
        return Exit.BROKEN
    return Exit.DRAWN


if __name__ == "__main__":
    limit_itself()
    sys.exit(draw_all())
