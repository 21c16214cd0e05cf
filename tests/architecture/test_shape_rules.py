# SPDX-License-Identifier: Apache-2.0
"""What a rule of shape refuses can be said to a person, in each language, with the words the rule gives."""

import ast
import json
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOT, named, our_files

LOCALES = ROOT / "web" / "src" / "i18n" / "locales"
VALIDATORS = {
    *("field_validator", "model_validator"),
    *("AfterValidator", "BeforeValidator", "PlainValidator", "WrapValidator"),
}
FOR_THE_COMMAND_LINE = "src/lockstep/app/importing/mapping.py"
"""Nobody sends it: its problems are shown where the import is started, in English like all of the command line."""


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


def raised_in_validators(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What the validators of a module raise, they and what they call in it: line and name."""
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    reached, asked = set[str](), set[str]()
    for name, node in functions.items():
        if any(mentioned(decorator) & VALIDATORS for decorator in node.decorator_list):
            asked.add(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and mentioned(node.func) & VALIDATORS:
            asked |= {name for argument in node.args for name in mentioned(argument)}
    while asked := (asked & functions.keys()) - reached:
        reached |= asked
        asked = {name for function in asked for name in mentioned(functions[function])}
    for name in reached:
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Raise) and node.exc is not None:
                yield node.lineno, ast.unparse(node.exc).partition("(")[0]


def mentioned(node: ast.AST) -> set[str]:
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return names | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def test_a_validator_refuses_by_a_rule_that_has_a_sentence() -> None:
    """A ValueError would reach the reader as its English text."""
    found = {}
    for source in our_files(".py"):
        if named(source).startswith("src/") and named(source) != FOR_THE_COMMAND_LINE:
            for line, raised in raised_in_validators(ast.parse(source.read_text(encoding="utf-8"))):
                found[f"{named(source)}:{line}"] = raised
    assert len(found) > 30
    assert {where: raised for where, raised in found.items() if raised != "PydanticCustomError"} == {}


@pytest.mark.parametrize(
    "module",
    [
        "class A(BaseModel):\n    @model_validator(mode='after')\n    def _a(self):\n        raise ValueError('x')",
        "def _a(value):\n    raise ValueError('x')\n\nA = Annotated[str, AfterValidator(_a)]",
        "def _a(value):\n    raise ValueError\n\nA = Annotated[str, BeforeValidator(lambda value: _a(value))]",
    ],
)
def test_the_rule_sees_a_validator_that_raises_english(module: str) -> None:
    assert [raised for _, raised in raised_in_validators(ast.parse(module))] == ["ValueError"]
