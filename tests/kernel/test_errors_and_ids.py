# SPDX-License-Identifier: Apache-2.0
from uuid import UUID

from lockstep.kernel.errors import NotFound
from lockstep.kernel.ids import derived_id

PARENT = UUID("7c1f7a4e-0000-4000-8000-000000000001")


def test_an_error_says_its_code_its_parameters_and_an_english_sentence() -> None:
    assert NotFound(kind="order", key="WO-1").as_json() == {
        "error": {
            "code": "not_found",
            "params": {"kind": "order", "key": "WO-1"},
            "message": "order WO-1 is not here, or not yours to see.",
        }
    }


def test_a_sentence_without_its_parameters_is_still_said() -> None:
    assert NotFound().as_json()["error"]["message"] == NotFound.message


def test_derived_ids_follow_from_what_they_are_derived_from() -> None:
    assert derived_id(PARENT, "defect", 0) == derived_id(PARENT, "defect", 0)
    others = {derived_id(PARENT, "defect", 1), derived_id(PARENT, "good", 0), derived_id(UUID(int=1), "defect", 0)}
    assert len(others | {derived_id(PARENT, "defect", 0)}) == 4
