# SPDX-License-Identifier: Apache-2.0
"""The pictures of the README and the guide: which screen each of them is."""

from tools.shots.painter import Shot
from tools.shots.screen import BIG, NORMAL, OFFICE, PHONE, TABLET
from tools.shots.screens import SCREENS

LOCALE = "en"
PICTURES: dict[str, tuple[str, tuple[int, int]]] = {
    "board": ("07-board", OFFICE),
    "order": ("08-order", OFFICE),
    "home": ("05-home", OFFICE),
    "morning": ("06-morning", OFFICE),
    "customers": ("09-customers", OFFICE),
    "wall": ("15-wall", BIG),
    "station-queue": ("02-queue", PHONE),
    "station-report": ("03a-sheet", PHONE),
    "station-defects": ("03b-ng", PHONE),
    "station-handover": ("02-handovers", PHONE),
    "station-outbox": ("04-outbox", PHONE),
    "station-tablet": ("03a-sheet", TABLET),
}
"""The name of the file in docs/pictures, without its ending."""


def guide_shots() -> dict[str, Shot]:
    return {name: _shot(screen, size) for name, (screen, size) in PICTURES.items()}


def _shot(name: str, size: tuple[int, int]) -> Shot:
    [screen] = [one for one in SCREENS if one.name == name and NORMAL in one.states and size in one.sizes]
    return Shot(screen, NORMAL, LOCALE, size)
