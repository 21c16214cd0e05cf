# SPDX-License-Identifier: Apache-2.0
"""What a plant can set up: one entry an entity, filled by the domains, read by lists, forms, imports and exports."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lockstep.kernel.errors import NotFound
from lockstep.platform.audit.masking import said_by
from lockstep.platform.commands.operation import Operation
from lockstep.platform.commands.work import Work
from lockstep.platform.database.base import Base, Names
from lockstep.platform.metadata.define import Define
from lockstep.platform.metadata.fields import Field, fields_of
from lockstep.platform.metadata.models import Status

READ = "masterdata.read"

Check = Callable[[Work, Any, int | None], Awaitable[None]]
"""A rule beyond the fields, before a record is written: the command, and the id where the record is there."""

Make = Callable[[Work, Any], Awaitable[int]]
"""Makes the record of the command and answers its id."""

Changed = Callable[[Work, int, Mapping[str, Any], Mapping[str, Any]], Awaitable[None]]
"""The id, and what differs: the values before and after."""

LIFE: dict[str, tuple[str, ...]] = {
    Status.DRAFT: ("edit", "release", "retire", "delete"),
    Status.RELEASED: ("edit", "retire"),
    Status.RETIRED: ("reinstate",),
}


@dataclass(frozen=True)
class Action:
    """Something else that can be done with a record: a button that asks for the fields of its command."""

    key: str
    name: Names
    operation: Operation[Any, Any]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return fields_of(self.operation.command)


@dataclass(frozen=True)
class Entity:
    key: str
    group: str
    """Where it stands in the navigation: plant, people, product, quality, partners."""
    name: Names
    model: type[Base]
    command: type[Define]
    permission: str
    """The right to make, change, release and retire; reading takes `masterdata.read`."""
    codes: tuple[str, ...] = ("code",)
    """The fields that name a record within its site: a version of a list of parts has two."""
    labels: Mapping[str, Names] = field(default_factory=dict)
    """Words of its own; the others are those of all entities of the domain."""
    headings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By column of a sheet: what plants call it beside the labels."""
    lines: Mapping[str, type[Base]] = field(default_factory=dict)
    """The tables of its fields that are lists."""
    check: Check | None = None
    make: Make | None = None
    """Where a new record is more than its row; without it the row is written as it is said."""
    changed: Changed | None = None
    """What follows from a change, in the same transaction."""
    drafts: frozenset[str] = frozenset({Status.DRAFT})
    """Statuses in which a record changes without a reason."""
    can: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: LIFE)
    """By status: edit, the steps of its life, and the keys of its actions."""
    actions: list[Action] = field(default_factory=list)
    """What can be done with a record beyond its life; higher domains add theirs."""
    mask: str | None = None
    """Without the right `field.…` its records are not called by name where somebody acted on them."""
    one_in_use_of: tuple[str, ...] = ()
    """Of the records that agree in these fields, one is released: the next edition retires the last."""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return fields_of(self.command)

    @property
    def table(self) -> Any:
        """Its columns are known by name only."""
        return self.model.__table__

    @property
    def title(self) -> str:
        """The field that says in words what it is."""
        return "name" if any(one.key == "name" for one in self.fields) else self.codes[0]

    @property
    def chosen_by(self) -> str:
        """The one code by which others refer to it; an edition of something is not referred to."""
        if len(self.codes) > 1:
            raise NotFound(kind="entity", key=self.key)
        return self.codes[0]

    @cached_property
    def keys(self) -> tuple[Field, ...]:
        """What a record is found by: the site it belongs to, if it belongs to one, and its code."""
        of_site = () if self.key == "site" else ("site_code",)
        return tuple(one for one in self.fields if one.key in (*of_site, *self.codes))


ENTITIES: dict[str, Entity] = {}


def register(entity: Entity) -> Entity:
    ENTITIES[entity.key] = entity
    said_by(entity.key, entity.command)
    return entity


def entity_of(key: str) -> Entity:
    found = ENTITIES.get(key)
    if found is None:
        raise NotFound(kind="entity", key=key)
    return found
