# SPDX-License-Identifier: Apache-2.0
"""What the server refuses can be said to a person, in each language."""

import importlib
import json
import pkgutil
from collections.abc import Iterator

import pytest

import lockstep
from lockstep.app.errors import CODES
from lockstep.kernel.errors import LockstepError
from tests.architecture.sources import ROOT

LOCALES = ROOT / "web" / "src" / "i18n" / "locales"
LANGUAGES = ("zh-CN", "zh-TW", "en")


def import_everything() -> None:
    for module in pkgutil.walk_packages(lockstep.__path__, "lockstep."):
        # Alembic alone can run its environment.
        if ".migrations." not in module.name:
            importlib.import_module(module.name)


def refusals(kind: type[LockstepError] = LockstepError) -> Iterator[type[LockstepError]]:
    for child in kind.__subclasses__():
        yield child
        yield from refusals(child)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence(language: str) -> None:
    import_everything()
    codes = {refusal.code for refusal in refusals()} | set(CODES)
    assert len(codes) > len(CODES)
    known = json.loads((LOCALES / language / "common.json").read_text(encoding="utf-8"))
    assert sorted(code for code in codes if not known.get(f"errors.{code}")) == []


def test_a_code_has_one_status() -> None:
    import_everything()
    by_code: dict[str, set[int]] = {}
    for refusal in refusals():
        by_code.setdefault(refusal.code, set()).add(refusal.status)
    assert {code: statuses for code, statuses in by_code.items() if len(statuses) > 1} == {}
