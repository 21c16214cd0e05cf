# SPDX-License-Identifier: Apache-2.0
"""What a product consists of down to the last level, and what it goes into."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import select, text

from lockstep.domains.masterdata.models import Product
from lockstep.kernel.errors import LockstepError, NotFound
from lockstep.kernel.names import local_name
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.entity import READ

DEEPEST = 50
MOST_LINES = 50_000

_EXPLODE = text(
    """
    WITH RECURSIVE tree AS (
        SELECT 0 AS level, ARRAY[]::int[] AS path, CAST(:product AS bigint) AS product_id,
               CAST(:quantity AS numeric) AS quantity, CAST(NULL AS varchar) AS operation
        UNION ALL
        SELECT tree.level + 1, tree.path || line.position, line.component_id,
               tree.quantity / bom.base_quantity * line.quantity * (1 + line.scrap_percent / 100), line.operation
          FROM tree
          JOIN bom ON bom.product_id = tree.product_id AND bom.status = 'released'
          JOIN bom_line line ON line.bom_id = bom.id
         WHERE tree.level < :deepest
    )
    SELECT tree.level, tree.path, product.code, product.name, product.unit, product.tracking,
           CAST(round(tree.quantity, 4) AS float8) AS quantity, tree.operation
      FROM tree JOIN product ON product.id = tree.product_id
     ORDER BY tree.path
     LIMIT :most
    """
)
_USES = text(
    """
    WITH RECURSIVE up AS (
        SELECT 0 AS level, CAST(:product AS bigint) AS product_id
        UNION
        SELECT up.level + 1, bom.product_id
          FROM up
          JOIN bom_line line ON line.component_id = up.product_id
          JOIN bom ON bom.id = line.bom_id AND bom.status = 'released'
         WHERE up.level < :deepest
    )
    SELECT min(up.level) AS level, product.code, product.name
      FROM up JOIN product ON product.id = up.product_id
     WHERE up.level > 0
     GROUP BY product.id ORDER BY level, product.code
    """
)


class TooManyComponents(LockstepError):
    code = "too_many_components"
    message = "{product} has more than {most} components; look at one of its parts."


class Component(BaseModel):
    """`quantity` is what the asked quantity of the top needs, scrap with it."""

    level: int
    code: str
    name: str
    unit: str
    tracking: str
    quantity: float
    operation: str | None


class Need(BaseModel):
    code: str
    name: str
    unit: str
    quantity: float


class Explosion(BaseModel):
    """`components` in the order of the tree; `needs` are what is bought or taken from stock, added up."""

    components: list[Component]
    needs: list[Need]


class Use(BaseModel):
    level: int
    code: str
    name: str


@query("engineering.explosion", permission=READ)
async def explosion(reading: Reading, product: str, *, quantity: float) -> Explosion:
    limits = {"deepest": DEEPEST, "most": MOST_LINES + 1}
    product_id = await _product_id(reading, product)
    found = await reading.session.execute(_EXPLODE, {"product": product_id, "quantity": quantity, **limits})
    rows = found.all()
    if len(rows) > MOST_LINES:
        raise TooManyComponents(product=product, most=MOST_LINES)
    components = [
        Component(
            level=row.level,
            code=row.code,
            name=local_name(row.name, reading.actor.locale),
            unit=row.unit,
            tracking=row.tracking,
            quantity=row.quantity,
            operation=row.operation,
        )
        for row in rows
    ]
    return Explosion(components=components, needs=_needs(components))


def _needs(components: list[Component]) -> list[Need]:
    """The leaves, added up by product."""
    needs: dict[str, Need] = {}
    for place, one in enumerate(components):
        following = components[place + 1].level if place + 1 < len(components) else 0
        if one.level == 0 or following > one.level:
            continue
        need = needs.setdefault(one.code, Need(code=one.code, name=one.name, unit=one.unit, quantity=0))
        need.quantity = round(need.quantity + one.quantity, 4)
    return sorted(needs.values(), key=lambda need: need.code)


@query("engineering.used_in", permission=READ)
async def used_in(reading: Reading, product: str) -> list[Use]:
    product_id = await _product_id(reading, product)
    rows = await reading.session.execute(_USES, {"product": product_id, "deepest": DEEPEST})
    return [Use(level=row.level, code=row.code, name=local_name(row.name, reading.actor.locale)) for row in rows]


async def _product_id(reading: Reading, code: str) -> Any:
    found = await reading.session.scalar(select(Product.id).where(Product.code == code))
    if found is None:
        raise NotFound(kind="product", key=code)
    return found
