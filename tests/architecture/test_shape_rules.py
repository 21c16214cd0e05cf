# SPDX-License-Identifier: Apache-2.0
"""What a rule of shape refuses can be said to a person, in each language, with the words the rule gives."""

import ast
import json
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOT, named, our_files

LOCALES = ROOT / "web" / "src" / "i18n" / "locales"


def rules() -> Iterator[tuple[str, set[str]]]:
    """The code of each rule, and the names of what its sentence may mention."""
    for source in our_files(".py"):
        if not named(source).startswith("src/"):
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PydanticCustomError":
                code, _, *context = node.args
                given = context[0].keys if context and isinstance(context[0], ast.Dict) else []
                assert isinstance(code, ast.Constant), f"{named(source)}:{node.lineno}: the code is written out"
                yield str(code.value), {str(key.value) for key in given if isinstance(key, ast.Constant)}


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
def test_every_rule_of_shape_has_a_sentence(language: str) -> None:
    words = json.loads((LOCALES / language / "common.json").read_text(encoding="utf-8"))
    found = list(rules())
    assert len(found) > 10
    for code, given in found:
        sentence = words.get(f"errors.shape.{code}")
        assert sentence, f"{code} has no sentence"
        assert set(re.findall(r"\{(\w+)\}", sentence)) <= given, f"{code} mentions what its rule does not give"


def test_no_sentence_is_left_over() -> None:
    words = json.loads((LOCALES / "en" / "common.json").read_text(encoding="utf-8"))
    kept = {key.removeprefix("errors.shape.") for key in words if key.startswith("errors.shape.")}
    assert kept == {code for code, _ in rules()}
