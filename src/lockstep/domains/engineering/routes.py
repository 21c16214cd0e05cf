# SPDX-License-Identifier: Apache-2.0
from typing import Annotated

from fastapi import APIRouter, Query

from lockstep.domains.engineering import operations, queries
from lockstep.kernel.types import Code
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.metadata.routes import add_saving_route

router = APIRouter(tags=["engineering"])

for _define in operations.DEFINING:
    add_saving_route(router, _define)


@router.get("/products/{product}/components")
async def explode(
    context: Signed, product: Code, quantity: Annotated[float, Query(gt=0, lt=1e9)] = 1
) -> queries.Explosion:
    return await context.read(queries.explosion, product, quantity=quantity)


@router.get("/products/{product}/used-in")
async def list_uses(context: Signed, product: Code) -> list[queries.Use]:
    return await context.read(queries.used_in, product)
