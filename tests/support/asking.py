# SPDX-License-Identifier: Apache-2.0
"""Everything that can be asked for: all addresses of a kind, with what they may name."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx

from tests.support.plant import User

Known = dict[str, list[str]]


def get_routes(app: Any) -> list[tuple[str, set[str]]]:
    """Paths with the parameters of their query."""
    found = []
    for path, methods in app.openapi()["paths"].items():
        if "get" in methods and path not in ("/api/live", "/api/health"):
            named = {one["name"] for one in methods["get"].get("parameters", ()) if one["in"] == "query"}
            found.append((path.removeprefix("/api"), named))
    return found


def addresses(path: str, known: Known) -> Iterator[str]:
    """The address with every combination of what is known; of other names, the number 1.

    The `kind` of a file stands behind a word, `export.{kind}`, and may be known by both: `export.kind`.
    """
    found = re.search(r"(\w+\.)?\{(\w+)\}", path)
    if found is None:
        yield path
        return
    word, name = found[1] or "", found[2]
    for value in known.get(f"{word}{name}", known.get(name, ["1"])):
        yield from addresses(path.replace(f"{{{name}}}", value, 1), known)


async def everything(
    app: Any, user: User, known: Known, asked: dict[str, str]
) -> AsyncIterator[tuple[str, dict[str, str], httpx.Response]]:
    """Each address with its answer, once as it is and once with what its query takes of `asked`."""
    for path, named in get_routes(app):
        taken = {name: value for name, value in asked.items() if name in named}
        for address in addresses(path, known):
            for params in ({}, taken) if taken else ({},):
                yield address, params, await user.raw("GET", address, params=params)
