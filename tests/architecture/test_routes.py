# SPDX-License-Identifier: Apache-2.0
"""Closed by default: each route ends in exactly one operation or query, and each of those names its right."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockstep.app import api
from lockstep.platform.accounts.permissions import KNOWN, PERMISSIONS, REGISTERED_DEVICE, SIGNED_IN
from lockstep.platform.commands.operation import OPERATIONS
from lockstep.platform.commands.query import QUERIES

SOURCES = Path(api.__file__).parents[1]
METHODS = {"get", "post", "put", "patch", "delete"}
ENDS = {"run", "run_many", "read"}

WITHOUT_A_RIGHT = {
    "health": "says only whether the product is ready",
    "sign_in_with_password": "leads in",
    "sign_in_at_station": "leads in, on a registered terminal",
    "label": "an address that only forwards",
    "station": "a page",
    "wall": "a page",
    "office": "a page",
}


def handlers() -> Iterator[tuple[Path, ast.AsyncFunctionDef]]:
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.AsyncFunctionDef) and any(_is_route(one) for one in node.decorator_list):
                yield path, node


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in METHODS
        and isinstance(decorator.func.value, ast.Name)
        and decorator.func.value.id in ("router", "app")
    )


def _ends(handler: ast.AsyncFunctionDef) -> list[str]:
    """The operations, queries and helpers that the handler hands its context to."""
    return [
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(handler)
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in ENDS and _names(node.func.value, "context"))
            or (isinstance(node.func, ast.Name) and any(_names(argument, "context") for argument in node.args))
        )
    ]


def _names(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def test_every_route_ends_in_one_operation_or_query() -> None:
    found = list(handlers())
    assert len(found) > 40
    open_ends = {
        f"{path.name}:{handler.name}": _ends(handler)
        for path, handler in found
        if len(_ends(handler)) != 1 and handler.name not in WITHOUT_A_RIGHT
    }
    assert open_ends == {}


def test_routes_without_a_right_exist() -> None:
    names = {handler.name for _, handler in handlers()}
    assert set(WITHOUT_A_RIGHT) <= names


@pytest.mark.parametrize("end", [*OPERATIONS.values(), *QUERIES.values()], ids=lambda end: end.name)
def test_every_operation_and_query_needs_a_known_right(end: object) -> None:
    assert getattr(end, "permission", None) in PERMISSIONS | {SIGNED_IN, KNOWN, REGISTERED_DEVICE}
