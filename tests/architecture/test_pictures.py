# SPDX-License-Identifier: Apache-2.0
"""README and guide show screens as they are drawn by `make pictures`, all of them and no others."""

import re
from pathlib import Path

from tools.shots.pictures import guide_shots

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
SHOWN = re.compile(r"!\[[^]]+\]\(([^)]+\.png)\)")


def test_every_picture_is_there_and_shown() -> None:
    shown = {(page.parent / link).resolve() for page in PAGES for link in SHOWN.findall(page.read_text())}
    drawn = {ROOT / "docs" / "pictures" / f"{name}.png" for name in guide_shots()}
    assert shown == drawn == set((ROOT / "docs" / "pictures").glob("*.png"))
