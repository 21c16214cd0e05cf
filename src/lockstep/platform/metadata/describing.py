# SPDX-License-Identifier: Apache-2.0
"""An entity in the words and within the rights of its reader."""

from lockstep.kernel.names import local_name
from lockstep.platform.audit.masking import may_see
from lockstep.platform.commands.actor import Actor
from lockstep.platform.metadata.entity import Entity
from lockstep.platform.metadata.fields import Field
from lockstep.platform.metadata.schemas import ActionShown, Choice, EntityShown, FieldShown


def label_of(entity: Entity, key: str, locale: str) -> str:
    names = entity.labels.get(key)
    return local_name(names, locale) if names else key


def hidden(field: Field, actor: Actor) -> bool:
    return not may_see(field.mask, actor.may)


def describe(entity: Entity, actor: Actor) -> EntityShown:
    return EntityShown(
        key=entity.key,
        group=entity.group,
        name=local_name(entity.name, actor.locale),
        title=entity.title,
        may_edit=actor.may(entity.permission),
        fields=[_field(entity, field, actor) for field in entity.fields],
        actions=[
            ActionShown(
                key=action.key,
                label=local_name(action.name, actor.locale),
                fields=[_field(entity, field, actor) for field in action.fields],
            )
            for action in entity.actions
            if actor.may(action.operation.permission)
        ],
        statuses={status: label_of(entity, f"status.{status}", actor.locale) for status in entity.can},
    )


def _field(entity: Entity, field: Field, actor: Actor) -> FieldShown:
    choices = [
        Choice(value=value, label=label_of(entity, f"{field.key}.{value}", actor.locale)) for value in field.choices
    ]
    return FieldShown(
        key=field.key,
        label=label_of(entity, field.key, actor.locale),
        kind=field.kind,
        required=field.required,
        default=field.default,
        choices=choices,
        entity=field.entity,
        listed=field.listed,
        fixed=field in entity.keys,
        masked=hidden(field, actor),
        widget=field.widget,
        minimum=field.minimum,
        above=field.above,
        maximum=field.maximum,
        max_length=field.max_length,
        lines=[_field(entity, line, actor) for line in field.lines],
    )
