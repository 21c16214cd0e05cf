# SPDX-License-Identifier: Apache-2.0
"""The fields of an entity, read from the schema of its command: name, type and limits are written once, there."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from lockstep.platform.metadata.define import Define, OnRecord

Kind = Literal[
    "text",
    "texts",
    "names",
    "integer",
    "integers",
    "quantity",
    "flag",
    "choice",
    "date",
    "time",
    "instant",
    "reference",
    "references",
    "lines",
]
Schema = dict[str, Any]

_BY_FORMAT: dict[str, Kind] = {"date": "date", "time": "time", "date-time": "instant"}
_BY_TYPE: dict[str, Kind] = {
    "string": "text",
    "integer": "integer",
    "number": "quantity",
    "boolean": "flag",
    "object": "names",
}
_SEVERAL: dict[Kind, Kind] = {
    "text": "texts",
    "choice": "texts",
    "integer": "integers",
    "reference": "references",
    "names": "lines",
}


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    kind: Kind
    required: bool
    default: Any
    choices: tuple[str, ...] = ()
    entity: str | None = None
    mask: str | None = None
    listed: bool = True
    widget: str | None = None
    minimum: float | None = None
    above: float | None = None
    """What it has to be more than."""
    maximum: float | None = None
    max_length: int | None = None
    lines: tuple["Field", ...] = ()

    @property
    def column(self) -> str:
        """The column of the table: that of a reference holds an id."""
        return f"{self.key.removesuffix('_code')}_id" if self.kind == "reference" else self.key


def fields_of(command: type[BaseModel]) -> tuple[Field, ...]:
    schema = command.model_json_schema()
    """Those of a command beside what every command of its kind carries."""
    own = next((set(base.model_fields) for base in (Define, OnRecord) if issubclass(command, base)), set())
    return _fields(schema, schema.get("$defs", {}), own)


def _fields(schema: Schema, shared: Schema, without: set[str]) -> tuple[Field, ...]:
    needed = schema.get("required", ())
    return tuple(
        _field(key, described, key in needed, shared)
        for key, described in schema["properties"].items()
        if key not in without
    )


def _field(key: str, described: Schema, required: bool, shared: Schema) -> Field:
    flat = _flat(described, shared)
    item = _flat(flat["items"], shared) if flat.get("type") == "array" else None
    inner = item or flat
    kind = _kind(inner)
    if item is not None:
        kind = _SEVERAL[kind]
    return Field(
        key=key,
        kind=kind,
        required=required,
        default=flat.get("default"),
        choices=tuple(inner.get("enum", ())),
        entity=inner.get("x-refers"),
        mask=flat.get("x-mask"),
        listed=flat.get("x-listed", kind not in ("lines", "references", "texts")),
        widget=flat.get("x-widget"),
        minimum=flat.get("minimum"),
        above=flat.get("exclusiveMinimum"),
        maximum=flat.get("maximum"),
        max_length=inner.get("maxLength"),
        lines=_fields(inner, shared, set()) if kind == "lines" else (),
    )


def _kind(flat: Schema) -> Kind:
    if "x-refers" in flat:
        return "reference"
    if "enum" in flat:
        return "choice"
    return _BY_FORMAT.get(flat.get("format", "")) or _BY_TYPE[flat["type"]]


def _flat(described: Schema, shared: Schema) -> Schema:
    """Without the indirections: what a `$ref` names, and the one choice beside `null`."""
    if "$ref" in described:
        named = shared[described["$ref"].rpartition("/")[2]]
        return {**_flat(named, shared), **{key: value for key, value in described.items() if key != "$ref"}}
    if "anyOf" in described:
        [one] = [choice for choice in described["anyOf"] if choice.get("type") != "null"]
        return {**_flat(one, shared), **{key: value for key, value in described.items() if key != "anyOf"}}
    return described
