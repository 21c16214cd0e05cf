# SPDX-License-Identifier: Apache-2.0
"""The files that are ours: everything but what tools fetch or generate."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("src", "web", "tests", "tools", "bench", "docs", "deploy", ".ci", "")
_FOREIGN = {"node_modules", "webdist", "dist", "__pycache__"}


def our_files(*suffixes: str) -> list[Path]:
    """All of them, or those with one of the suffixes; `""` stands for files without one."""
    return sorted(path for path in set(_walk()) if not suffixes or path.suffix in suffixes)


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _walk() -> Iterator[Path]:
    for top in _FOLDERS:
        for parent, folders, files in os.walk(ROOT / top):
            folders[:] = [] if not top else [name for name in folders if name not in _FOREIGN]
            yield from (Path(parent, name) for name in files)
