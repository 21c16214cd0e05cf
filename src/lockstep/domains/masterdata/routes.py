# SPDX-License-Identifier: Apache-2.0
from fastapi import APIRouter

from lockstep.domains.masterdata import entities, operations
from lockstep.platform.metadata.routes import add_action_routes, add_saving_route

router = APIRouter(tags=["master data"])

for _define in operations.DEFINING:
    add_saving_route(router, _define)
add_action_routes(router, entities.PRODUCT)
