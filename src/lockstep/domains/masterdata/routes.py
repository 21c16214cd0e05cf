# SPDX-License-Identifier: Apache-2.0
from fastapi import APIRouter, Response

from lockstep.domains.masterdata import entities, operations
from lockstep.domains.masterdata.queries import reasons
from lockstep.domains.masterdata.schemas import ReasonList
from lockstep.kernel.http import answers, json_answer
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.metadata.routes import add_action_routes, add_saving_route

router = APIRouter(tags=["master data"])

for _define in operations.DEFINING:
    add_saving_route(router, _define)
add_action_routes(router, entities.PRODUCT)


@router.get("/reasons", responses=answers(ReasonList))
async def show_reasons(context: Signed) -> Response:
    return json_answer(await context.read(reasons))
