# SPDX-License-Identifier: Apache-2.0
"""Bends generated requests: towards records that exist, or towards values that a database would refuse."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

NASTY: tuple[Any, ...] = (
    "a\x00b",
    "\ud800",
    "\u202e",
    "😀" * 300,
    "",
    " ",
    "９",
    "-1",
    "1e400",
    "99999999999999999999",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59+14:00",
    "2026-11-20T14:32:00",
    "00000000-0000-0000-0000-000000000000",
    "../../etc/passwd",
    -1,
    0,
    2**31,
    2**53 + 1,
    2**63,
    10**40,
    0.00005,
    1e308,
    math.nan,
    math.inf,
    True,
    None,
    [],
    {},
    [[[]]],
)
BROKEN = (b"", b"\xff\xfe", b"{", b"null", b"[]", b'"text"', b"\x00", b"[" * 50_000, b'{"id": ' + b"9" * 5000 + b"}")


@dataclass(frozen=True)
class Sending:
    method: str
    path: str
    places: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None
    media_type: str | None = None

    @property
    def url(self) -> str:
        path = self.path
        for name, value in self.places.items():
            path = path.replace("{" + name + "}", _quoted(value))
        pairs = [f"{_quoted(name)}={_quoted(one)}" for name, value in self.query.items() for one in _each(value)]
        return f"{path}?{'&'.join(pairs)}" if pairs else path

    def content(self, sender: str) -> bytes | None:
        """Each sender has ids of their own, or the second would only hear that the first has been here."""
        if self.body is None or isinstance(self.body, bytes):
            return self.body
        return json.dumps(_own_ids(self.body, sender)).encode()


def grounded(sending: Sending, known: Mapping[str, Sequence[Any]], random: Random) -> Sending:
    """The same request, said anew, about records that are there, with NG explained by its lines."""

    def bend(name: str, value: Any) -> Any:
        if name == "id":
            return str(UUID(int=random.getrandbits(128)))
        if name in known and (value is not None or random.random() < 0.5):
            return random.choice(known[name])
        if isinstance(value, dict):
            bent = {key: bend(key, one) for key, one in value.items()}
            if "ng" in bent:
                lines = bent.get("defects")
                bent["ng"] = sum(line["quantity"] for line in lines) if isinstance(lines, list) else 0
            return bent
        if isinstance(value, list):
            return [bend(name, one) for one in value]
        return value

    places = {name: bend(name, value) for name, value in sending.places.items()}
    query = {name: bend(name, value) for name, value in sending.query.items()}
    return Sending(sending.method, sending.path, places, query, bend("", sending.body), sending.media_type)


def spoilt(sending: Sending, random: Random) -> Sending:
    """One value somewhere in the request becomes something that no column takes."""
    nasty = random.choice(NASTY)
    parts: dict[str, Any] = {"places": sending.places, "query": sending.query, "body": sending.body}
    spots = [(part, *spot) for part, value in parts.items() for spot in _leaves(value)]
    if not spots:
        return sending
    part, *way = random.choice(spots)
    parts[part] = _put(parts[part], way, nasty)
    return Sending(sending.method, sending.path, parts["places"], parts["query"], parts["body"], sending.media_type)


def _leaves(value: Any) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield (key,)
        for rest in _leaves(one):
            yield (key, *rest)


def _put(value: Any, way: list[Any], new: Any) -> Any:
    if not way:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = _put(value[way[0]], way[1:], new)
    return copy


def _own_ids(value: Any, sender: str) -> Any:
    if isinstance(value, list):
        return [_own_ids(one, sender) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _own_id(one, sender) if key == "id" else _own_ids(one, sender) for key, one in value.items()}


def _own_id(value: Any, sender: str) -> Any:
    try:
        return str(uuid5(UUID(value), sender))
    except (ValueError, TypeError, AttributeError):
        return value


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _quoted(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return quote(text, safe="", errors="surrogatepass") or "%20"
