# SPDX-License-Identifier: Apache-2.0
import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import line_count, named, our_files

PYTHON_FILE, PYTHON_FUNCTION, WEB_FILE = 400, 60, 250


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def python_files() -> list[Path]:
    """Without migrations: a step of history is generated, in one function, and never changed."""
    return [path for path in our_files(".py") if "migrations/versions" not in named(path)]


def test_python_files_are_short() -> None:
    sizes = {named(path): line_count(path) for path in python_files()}
    assert sizes
    assert {name: lines for name, lines in sizes.items() if lines > PYTHON_FILE} == {}


def test_functions_are_short() -> None:
    sizes = {f"{named(path)}:{name}": lines for path in python_files() for name, lines in functions(path)}
    assert sizes
    assert {name: lines for name, lines in sizes.items() if lines > PYTHON_FUNCTION} == {}


def test_web_files_are_short() -> None:
    written = [path for path in our_files(".vue", ".ts", ".css", ".mjs") if not path.name.endswith(".gen.ts")]
    assert written
    sizes = {named(path): line_count(path) for path in written}
    assert {name: lines for name, lines in sizes.items() if lines > WEB_FILE} == {}
