# SPDX-License-Identifier: Apache-2.0
"""Pictures of every screen in every state into shots/: `python -m tools.shots [--only TEXT] [--check | --guide]`.

Ends with 1 and a list when something is cut off, not translated, hard to read or a page has a fault. `--check` opens
each screen in each state once per language, the sizes in turn, and draws only what has a problem. `--guide` draws the
pictures of the README and the guide anew.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product as combinations
from pathlib import Path

from tools.browser import running_browser
from tools.build_web import WebBuild
from tools.product import Plants, seeded_plants
from tools.shots.painter import Painter, Shot
from tools.shots.pictures import guide_shots
from tools.shots.screen import EMPTY, LONG, NORMAL, OFFLINE, TWO
from tools.shots.screens import SCREENS
from tools.shots.stage import staged

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "shots"
GUIDE = ROOT / "docs" / "pictures"
PLANTS = ((NORMAL, OFFLINE), (LONG,), (EMPTY,))
"""The states that one plant can show."""
BROWSERS = 2


def every_shot() -> Iterator[Shot]:
    for screen in SCREENS:
        for state, locale, size in combinations(sorted(screen.states), screen.locales, screen.sizes):
            yield Shot(screen, state, locale, size)


def one_of_each() -> Iterator[Shot]:
    """The sizes take turns, so that each is seen with some language and state; contrast is asked in both themes."""
    for first, screen in enumerate(one for one in SCREENS if not one.dark):
        for turn, (state, locale) in enumerate(combinations(sorted(screen.states), TWO), first):
            yield Shot(screen, state, locale, screen.sizes[turn % len(screen.sizes)])


def paint(plants: Plants, shots: list[Shot], draws: bool) -> list[str]:
    with staged(plants, shots[0].state) as stage, running_browser() as browser:
        return Painter(browser, stage, SHOTS, draws).paint(shots)


def jobs(shots: list[Shot]) -> list[list[Shot]]:
    """What one browser over one plant does; the largest first, so that none waits long for another."""
    found = []
    for states in PLANTS:
        mine = [shot for shot in shots if shot.state in states]
        parts = BROWSERS if NORMAL in states else 1
        found += [part for start in range(parts) if (part := mine[start::parts])]
    return sorted(found, key=len, reverse=True)


def paint_all(shots: list[Shot], draws: bool) -> list[str]:
    """Side by side, each browser over a plant of its own on the one server."""
    with seeded_plants() as plants, ThreadPoolExecutor(BROWSERS) as pool:
        waiting = [pool.submit(paint, plants, job, draws) for job in jobs(shots)]
        return [problem for done in waiting for problem in done.result()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="screens whose name holds this")
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--check", action="store_true", help="one of each, and pictures of problems only")
    extent.add_argument("--guide", action="store_true", help="the pictures of README and guide")
    wish = parser.parse_args()
    began = time.monotonic()
    WebBuild(ROOT).build()
    shutil.rmtree(SHOTS, ignore_errors=True)
    wanted = one_of_each() if wish.check else guide_shots().values() if wish.guide else every_shot()
    shots = [shot for shot in wanted if wish.only in shot.screen.name]
    problems = paint_all(shots, draws=not wish.check)
    if wish.guide:
        for name, shot in guide_shots().items():
            shutil.copy(SHOTS / f"{shot.name}.png", GUIDE / f"{name}.png")
    print(f"{len(shots)} screens opened, pictures in {SHOTS.name}/ ({time.monotonic() - began:.0f} s)")
    if problems:
        print(f"{len(problems)} problems:\n  " + "\n  ".join(problems))
        sys.exit(1)


if __name__ == "__main__":
    main()
