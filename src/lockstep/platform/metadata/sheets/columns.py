# SPDX-License-Identifier: Apache-2.0
"""The columns that a sheet of an entity may have, and how a heading finds its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lockstep.kernel.names import FALLBACK, local_name
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


_LANGUAGE = {"zh-CN": "简体", "zh-TW": "繁體", "en": "English"}


def heading_of(entity: Entity, column: Column, locale: str) -> str:
    """The heading in templates and exports, in the reader's language."""
    label = label_of(entity, column.field.key, locale)
    if column.within is not None:
        label = f"{label_of(entity, column.within.key, locale)}: {label}"
    return f"{label} ({_LANGUAGE[column.locale]})" if column.locale else label


def suggest(
    entity: Entity, columns: Sequence[Column], headings: Sequence[str], remembered: Mapping[str, str]
) -> dict[str, str]:
    """A target for each heading that is understood: as remembered, by its key, or by its words in any language."""
    by_words: dict[str, str] = {}
    for column in columns:
        for locale in reversed(FALLBACK):
            by_words[_plain(heading_of(entity, column, locale))] = column.target
            if column.locale == locale:
                by_words.setdefault(_plain(local_name(entity.labels[column.field.key], locale)), column.target)
    by_words |= {_plain(column.target): column.target for column in columns}
    targets = {column.target for column in columns}
    found: dict[str, str] = {}
    for heading in headings:
        target = remembered.get(_plain(heading)) or by_words.get(_plain(heading))
        if target in targets and target not in found.values():
            found[heading] = target
    return found


def _plain(heading: str) -> str:
    return "".join(heading.lower().split()).replace("（", "(").replace("）", ")")


plain_heading = _plain
