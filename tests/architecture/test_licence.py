# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

from tests.architecture.sources import ROOT, named, our_files

LINE = "SPDX-License-Identifier: Apache-2.0"


def opening(path: Path) -> str:
    """The first line, or the second under a `#!`."""
    lines = path.read_text(encoding="utf-8").splitlines()[:2]
    return "".join(lines if lines[:1] and lines[0].startswith("#!") else lines[:1])


def test_every_source_file_names_its_licence() -> None:
    sources = our_files(".py", ".ts", ".vue", ".css", ".mjs", ".js", ".sh")
    sources += [path for path in our_files("") if path.parent.name in ("tools", ".ci")]
    sources = [path for path in sources if not path.name.endswith(".gen.ts")]
    assert sources
    assert [named(path) for path in sources if LINE not in opening(path)] == []


def test_the_licence_itself_is_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
