# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from lockstep.kernel.types import At, Code, Id, Name, Note, Reason, Text


def taken(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("kind", [Text, Code, Name, Note, Reason])
@pytest.mark.parametrize("text", ["a\x00b", "\x00", "lone \ud800", "\udfff"], ids=ascii)
def test_what_the_database_cannot_store_is_refused(kind: Any, text: str) -> None:
    assert not taken(kind, text)


@pytest.mark.parametrize("text", ["WO-2611-0187", "水泵 40", "a'b\"c\\", "🏭", " "])
def test_any_other_text_is_taken(text: str) -> None:
    assert taken(Text, text)
    assert taken(Code, text)


@pytest.mark.parametrize(
    ("kind", "shortest", "longest"), [(Code, 1, 64), (Name, 1, 120), (Reason, 1, 500), (Note, 0, 1000)]
)
def test_lengths(kind: Any, shortest: int, longest: int) -> None:
    assert taken(kind, "x" * shortest)
    assert taken(kind, "x" * longest)
    assert not taken(kind, "x" * (longest + 1))
    assert not shortest or not taken(kind, "")


def test_ids_fit_the_database() -> None:
    assert [taken(Id, value) for value in (1, 2**63 - 1)] == [True, True]
    assert [taken(Id, value) for value in (0, -1, 2**63, "x", None)] == [False] * 5


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        ("2026-11-20T14:32:00+08:00", True),
        ("1990-01-01T00:00:00Z", True),
        ("2199-12-31T23:59:59Z", True),
        ("1990-01-01T07:59:59+08:00", False),
        ("2200-01-01T00:00:00Z", False),
        ("2026-11-20T14:32:00", False),
        ("0001-01-01T00:00:00+14:00", False),
        ("9999-12-31T23:59:59-14:00", False),
        ("yesterday", False),
    ],
)
def test_a_time_names_its_zone_and_is_plausible(at: str, wanted: bool) -> None:
    assert taken(At, at) is wanted


def test_a_reason_says_something() -> None:
    assert taken(Reason, " tool worn ")
    assert not any(taken(Reason, blank) for blank in ("", " ", "\t\n", "\u3000"))
