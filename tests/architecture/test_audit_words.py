# SPDX-License-Identifier: Apache-2.0
"""Whatever stands in the audit trail is said in words, in each language."""

import json

import pytest

from lockstep.platform.accounts.audit_list import WITHOUT_ACTOR
from lockstep.platform.commands.operation import OPERATIONS
from tests.architecture.test_errors import LANGUAGES, LOCALES, import_everything


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_operation_has_its_words(language: str) -> None:
    import_everything()
    known = json.loads((LOCALES / language / "office.json").read_text(encoding="utf-8"))
    done = {*OPERATIONS, *WITHOUT_ACTOR}
    assert len(done) > len(WITHOUT_ACTOR)
    assert sorted(name for name in done if not known.get(f"audit.did.{name}")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_of_an_operation_that_is_gone(language: str) -> None:
    import_everything()
    known = json.loads((LOCALES / language / "office.json").read_text(encoding="utf-8"))
    said = {key.removeprefix("audit.did.") for key in known if key.startswith("audit.did.")}
    assert sorted(said - {*OPERATIONS, *WITHOUT_ACTOR}) == []
