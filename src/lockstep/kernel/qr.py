# SPDX-License-Identifier: Apache-2.0
"""QR codes as drawings."""

import re

import segno
from pydantic import BaseModel


class DrawnCode(BaseModel):
    """A QR code: `side` modules without the quiet zone, the dark ones as the path of a drawing one unit a module."""

    text: str
    side: int
    path: str


def drawn(text: str) -> DrawnCode:
    """An eighth of it may be damaged (level M)."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    runs = [
        f"M{run.start()} {y}h{run.end() - run.start()}v1h-{run.end() - run.start()}z"
        for y, row in enumerate(code.matrix)
        for run in re.finditer("1+", "".join("1" if module & 1 else "0" for module in row))
    ]
    return DrawnCode(text=text, side=len(code.matrix), path="".join(runs))
