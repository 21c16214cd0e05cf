# SPDX-License-Identifier: Apache-2.0
"""Rules of lists of parts and routings beyond a single field."""

from sqlalchemy import text

from lockstep.domains.engineering.schemas import DefineBom
from lockstep.kernel.errors import LockstepError
from lockstep.platform.commands.work import Work

_BELOW = text(
    """
    WITH RECURSIVE below AS (
        SELECT id FROM product WHERE code = ANY(:components)
        UNION
        SELECT line.component_id
          FROM below JOIN bom ON bom.product_id = below.id AND bom.status <> 'retired'
          JOIN bom_line line ON line.bom_id = bom.id
    )
    SELECT 1 FROM below JOIN product ON product.id = below.id WHERE product.code = :code LIMIT 1
    """
)


class PartOfItself(LockstepError):
    code = "part_of_itself"
    message = "{product} would go into itself. Look at the parts below it."


async def no_part_of_itself(work: Work, command: DefineBom, bom_id: int | None) -> None:
    components = [line.component_code for line in command.components]
    found = await work.session.execute(_BELOW, {"components": components, "code": command.product_code})
    if found.first() is not None:
        raise PartOfItself(product=command.product_code)
