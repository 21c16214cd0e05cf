# SPDX-License-Identifier: Apache-2.0
"""Whoever gives a right can read what it is, in each language."""

import json

import pytest

from lockstep.platform.accounts.permissions import DEFAULT_ROLES, GROUPS, PERMISSIONS
from tests.architecture.test_errors import LANGUAGES, LOCALES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_right_has_its_name_and_its_sentence(language: str) -> None:
    known = json.loads((LOCALES / language / "office.json").read_text(encoding="utf-8"))
    wanted = {f"right.{right}{part}" for right in PERMISSIONS for part in ("", ".about")}
    wanted |= {f"rights.{group}" for group in GROUPS}
    assert sorted(key for key in wanted if not known.get(key)) == []
    assert sorted(key for key in known if key.startswith("right.") and key not in wanted) == []


def test_roles_hold_rights_that_there_are() -> None:
    assert {right for role in DEFAULT_ROLES for right in role.permissions} <= PERMISSIONS
