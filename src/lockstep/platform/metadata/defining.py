# SPDX-License-Identifier: Apache-2.0
"""The operation that makes and changes the records of an entity."""

from typing import Any

from lockstep.platform.commands.operation import Operation, operation
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.define import Known
from lockstep.platform.metadata.entity import Entity
from lockstep.platform.metadata.save import save


def defining(entity: Entity, domain: str) -> Operation[Any, Known]:
    async def define(work: Work, command: Any) -> Known:
        return await save(work, entity, command)

    define.__annotations__["command"] = entity.command
    return operation(f"{domain}.define_{entity.key}", permission=entity.permission)(define)
