# SPDX-License-Identifier: Apache-2.0
import pytest

from lockstep.domains.documents.rules import label_address, read_label


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
