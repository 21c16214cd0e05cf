# SPDX-License-Identifier: Apache-2.0
"""What a printed code says."""

import re
from urllib.parse import quote, unquote

DEFAULT_SIZES: dict[str, tuple[int, int]] = {
    "traveller": (210, 297),
    "station": (100, 70),
    "badge": (86, 54),
    "tray": (100, 70),
    "lot": (60, 40),
}
"""Width and height in millimetres, where a site has set no size of its own."""

_REVISION = re.compile(r"\?r=(\d{1,9})$")


def with_revision(code: str, revision: int) -> str:
    return f"{code}?r={revision}"


def label_address(origin: str, code: str, revision: int | None = None) -> str:
    """What a phone opens, and what a scanner at a station reads as the bare code."""
    address = f"{origin.rstrip('/')}/c/{quote(code, safe='/')}"
    return address if revision is None else with_revision(address, revision)


def read_label(scanned: str) -> tuple[str, int | None]:
    """The bare code, and the revision at which it was printed where the label says so."""
    text = scanned.strip()
    found = _REVISION.search(text)
    code = (text[: found.start()] if found else text).rstrip("/")
    _, is_address, rest = code.rpartition("/c/")
    return (unquote(rest) if is_address else code), int(found[1]) if found else None
