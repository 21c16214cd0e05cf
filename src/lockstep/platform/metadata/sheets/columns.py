# SPDX-License-Identifier: Apache-2.0
"""The columns that a sheet of an entity may have, and how a heading finds its own."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lockstep.kernel.names import FALLBACK
from lockstep.platform.commands.actor import Actor
from lockstep.platform.metadata.describing import hidden, label_of
from lockstep.platform.metadata.entity import Entity
from lockstep.platform.metadata.fields import Field


@dataclass(frozen=True, slots=True)
class Column:
    """`target` names it in a mapping: `code`, `name.zh-TW`, `components.quantity`."""

    target: str
    field: Field
    within: Field | None = None
    """The list whose lines it belongs to."""
    locale: str | None = None

    @property
    def required(self) -> bool:
        return self.field.required and self.locale is None and self.within is None


def columns_of(entity: Entity, actor: Actor) -> list[Column]:
    found: list[Column] = []
    for field in entity.fields:
        if hidden(field, actor):
            continue
        if field.kind == "lines":
            lines = [line for line in field.lines if not hidden(line, actor)]
            found += [one for line in lines for one in _columns(line, f"{field.key}.", field)]
        else:
            found += _columns(field, "", None)
    return found


def _columns(field: Field, prefix: str, within: Field | None) -> list[Column]:
    if field.kind == "names":
        return [Column(f"{prefix}{field.key}.{locale}", field, within, locale) for locale in FALLBACK]
    return [Column(f"{prefix}{field.key}", field, within)]


REQUIRED = re.compile(r"\((必填|必須|required)\)")
_LANGUAGE = {"zh-CN": "简体", "zh-TW": "繁體", "en": "English"}


def heading_of(entity: Entity, column: Column, locale: str) -> str:
    """The heading in templates and exports, in the reader's language."""
    label = label_of(entity, column.field.key, locale)
    if column.within is not None:
        label = f"{label_of(entity, column.within.key, locale)}: {label}"
    return f"{label} ({_LANGUAGE[column.locale]})" if column.locale else label


def name_heading(entity: Entity, column: Column, locale: str) -> str:
    """Beside the code of a reference an export shows its name, under a heading that no import understands."""
    return f"{heading_of(entity, column, locale)} ({label_of(entity, 'name', locale)})"


def suggest(
    entity: Entity,
    columns: Sequence[Column],
    headings: Sequence[str],
    remembered: Mapping[str, str],
    locale: str,
) -> dict[str, str]:
    """A target for each heading that is understood: as remembered, or by its words in any language."""
    words = _words(entity, columns, (locale, *FALLBACK))
    targets = {column.target for column in columns}
    found: dict[str, str] = {}
    for heading in headings:
        target = remembered.get(plain_heading(heading)) or words.get(plain_heading(heading))
        if target in targets and target not in found.values():
            found[heading] = target
    return found


def _words(entity: Entity, columns: Sequence[Column], locales: Sequence[str]) -> dict[str, str]:
    """Target by heading. What says it best comes first and keeps it: its key, its label, what plants call it, and
    at last the bare word of a line's field, where only one list has it."""
    found: dict[str, str] = {}
    for column in columns:
        found.setdefault(plain_heading(column.target), column.target)
    for locale in locales:
        for column in columns:
            found.setdefault(plain_heading(heading_of(entity, column, locale)), column.target)
            if column.within is None and column.locale == locale:
                found.setdefault(plain_heading(label_of(entity, column.field.key, locale)), column.target)
    targets = sorted(entity.headings, key=lambda target: not target.endswith(f".{locales[0]}"))
    for target in targets:
        for word in entity.headings[target]:
            found.setdefault(plain_heading(word), target)
    bare: dict[str, set[str]] = {}
    for column in columns:
        for locale in FALLBACK if column.locale is None else (column.locale,):
            bare.setdefault(plain_heading(label_of(entity, column.field.key, locale)), set()).add(column.target)
            bare.setdefault(plain_heading(column.field.key), set()).add(column.target)
    return {word: next(iter(meant)) for word, meant in bare.items() if len(meant) == 1} | found


def plain_heading(heading: str) -> str:
    """Without case, width, blanks and signs: `Part No.` is `part_no`, and a star marks what must be filled."""
    said = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(letter for letter in REQUIRED.sub("", said) if letter.isalnum())
