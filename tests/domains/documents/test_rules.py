# SPDX-License-Identifier: Apache-2.0
import re

import pytest

from lockstep.domains.documents.rules import drawn, label_address, read_label


@pytest.mark.parametrize("code", ["WO-1", "WO-2611-0187/20", "批次 7", "A?B", "50%"])
@pytest.mark.parametrize("revision", [None, 3])
def test_what_a_label_says_is_read_back(code: str, revision: int | None) -> None:
    assert read_label(label_address("https://mes.plant.example", code, revision)) == (code, revision)


@pytest.mark.parametrize(
    ("scanned", "found"),
    [(" WO-1\n", ("WO-1", None)), ("WO-1?r=12", ("WO-1", 12)), ("50%25", ("50%25", None)), ("WO-1/", ("WO-1", None))],
)
def test_a_bare_code_is_taken_as_it_stands(scanned: str, found: tuple[str, int | None]) -> None:
    assert read_label(scanned) == found


def test_a_drawn_code_has_its_three_corners() -> None:
    side, path = drawn("WO-1?r=1")
    dark = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
        for step in range(int(length))
    }
    for left, top in ((0, 0), (side - 7, 0), (0, side - 7)):
        frame = {(left + at, top + edge) for at in range(7) for edge in (0, 6)}
        assert frame <= dark
        assert (left + 1, top + 1) not in dark
        assert (left + 3, top + 3) in dark
