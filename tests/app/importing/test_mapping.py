# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from lockstep.app.importing.mapping import read_mapping
from lockstep.app.importing.outcome import CannotRead
from lockstep.app.importing.texts import sentence_of
from tests.app.importing.logs import MAPPING, write_mapping
from tests.architecture.sources import ROOT


def refusal(path: Path) -> CannotRead:
    with pytest.raises(CannotRead) as caught:
        read_mapping(path)
    return caught.value


def test_the_examples_are_valid() -> None:
    examples = sorted((ROOT / "docs" / "examples").glob("*.toml"))
    assert examples
    assert [read_mapping(path).site.code for path in examples]


@pytest.mark.parametrize(
    ("change", "at", "problem"),
    [
        (('time_zone = "Asia/Shanghai"', 'time_zone = "Shanghai"'), "time_zone", "not a time zone"),
        (('"%Y-%m-%d %H:%M"', '"%Y-%m-%d"'), "time_format", "does not tell"),
        (('"%Y-%m-%d %H:%M"', '"%Q"'), "time_format", "%Q"),
        (('good = "Good"', ""), "columns.good", "required"),
        (('person = "Who"', 'worker = "Who"'), "columns.worker", "not permitted"),
        (('disposition = "pending"', 'disposition = "burn"'), "ng.1.disposition", "pending"),
        (('column = "Review"', 'column = "Bad"'), "mapping", "counted twice"),
        (('setup = ["S"]', 'setup = ["S", "D"]'), "report_types", "two lists"),
        (('"Shop"', '""'), "site.name.en", "at least 1"),
        (("rework_marks", 'encoding = "martian"\nrework_marks'), "encoding", "not a text encoding"),
    ],
)
def test_a_wrong_mapping_names_place_and_problem(
    tmp_path: Path, change: tuple[str, str], at: str, problem: str
) -> None:
    assert change[0] in MAPPING
    found = refusal(write_mapping(tmp_path, MAPPING.replace(*change)))
    assert found.code == "mapping_invalid"
    problems = found.params["problems"]
    assert [one["at"] for one in problems] == [at]
    assert problem in problems[0]["problem"]
    assert at in sentence_of(found)


def test_a_mapping_that_is_not_there_or_not_toml(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.toml").code == "mapping_missing"
    assert refusal(write_mapping(tmp_path, "columns = [")).code == "mapping_not_toml"
