# SPDX-License-Identifier: Apache-2.0
"""Small PDF files, good and bad, written by hand."""

A4 = (595, 842)
SQUARE = b"1 0 0 rg 100 100 200 200 re f"
LOCK = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
"""Of a password that nobody knows."""


def pdf(pages: int = 1, size: tuple[float, float] = A4, drawn: bytes = SQUARE, *, locked: bool = False) -> bytes:
    """Pages of one content, each with a red square unless something else is drawn."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    width, height = (str(side).encode() for side in size)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 %s %s] >>" % (pages, kids, width, height),
        b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn),
        *[b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R >>"] * pages,
    ]
    file, starts = b"%PDF-1.4\n", []
    parts = [file]
    at = len(file)
    for number, content in enumerate(objects, start=1):
        starts.append(at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        at += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % start for start in starts]
    lock = b" /Encrypt %s /ID [<01> <01>]" % LOCK if locked else b""
    parts.append(b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, lock, at))
    return b"".join(parts)
