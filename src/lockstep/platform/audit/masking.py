# SPDX-License-Identifier: Apache-2.0
"""What of an entry its reader may not know. The fields of the commands say their masks themselves, in their schemas;
here they are found again in what an entry keeps of before and after."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

Schema = Mapping[str, Any]
Values = Mapping[str, Any]
Entitled = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    mask: str | None
    inner: "Rules"


Rules = Mapping[str, Rule]

_SAID: dict[str, list[type[BaseModel]]] = {}


def said_by(about: str, *models: type[BaseModel]) -> None:
    """The entries about an entity, or of an operation, keep fields of these models."""
    _SAID.setdefault(about, []).extend(models)


def may_see(mask: str | None, entitled: Entitled) -> bool:
    return mask is None or entitled(f"field.{mask}")


def masked(values: Values | None, about: Collection[str], entitled: Entitled) -> dict[str, Any] | None:
    """`about` names the entity and the operation of the entry: each may mask a field."""
    if values is None:
        return None
    return _masked(values, [rules for name in about for rules in _rules_of(name)], entitled)


def _masked(values: Values, rules: Sequence[Rules], entitled: Entitled) -> dict[str, Any]:
    shown = {}
    for key, value in values.items():
        found = [one[key] for one in rules if key in one]
        seen = all(may_see(rule.mask, entitled) for rule in found)
        shown[key] = _within(value, [rule.inner for rule in found if rule.inner], entitled) if seen else None
    return shown


def _within(value: Any, rules: Sequence[Rules], entitled: Entitled) -> Any:
    if rules and isinstance(value, Mapping):
        return _masked(value, rules, entitled)
    if rules and isinstance(value, list):
        return [_within(one, rules, entitled) for one in value]
    return value


@cache
def _rules_of(about: str) -> tuple[Rules, ...]:
    schemas = (model.model_json_schema() for model in _SAID.get(about, ()))
    found = (_rules(schema, schema.get("$defs", {}), frozenset()) for schema in schemas)
    return tuple(rules for rules in found if rules)


def _rules(described: Any, shared: Schema, within: frozenset[str]) -> Rules:
    """Of every field that has a mask or holds one, wherever the schema says it: behind a reference, in a list."""
    if isinstance(described, list):
        return {key: rule for one in described for key, rule in _rules(one, shared, within).items()}
    if not isinstance(described, dict):
        return {}
    name = described.get("$ref", "").rpartition("/")[2]
    found = dict(_rules(shared[name], shared, within | {name})) if name and name not in within else {}
    for key, field in described.get("properties", {}).items():
        rule = Rule(field.get("x-mask"), _rules(field, shared, within))
        if rule.mask or rule.inner:
            found[key] = rule
    for part in ("anyOf", "oneOf", "allOf", "items"):
        found |= _rules(described.get(part), shared, within)
    return found
