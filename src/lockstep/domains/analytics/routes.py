# SPDX-License-Identifier: Apache-2.0
from fastapi import APIRouter, Response

from lockstep.domains.analytics.queries.home import home
from lockstep.domains.analytics.queries.morning import morning
from lockstep.domains.analytics.schemas import Home, Morning
from lockstep.kernel.http import answers, json_answer
from lockstep.kernel.types import Day, Id
from lockstep.platform.accounts.authentication import Signed

router = APIRouter(tags=["analytics"])


@router.get("/home", responses=answers(Home))
async def show_home(context: Signed) -> Response:
    return json_answer(await context.read(home))


@router.get("/morning", responses=answers(Morning))
async def show_morning(
    context: Signed, site_id: Id | None = None, line_id: Id | None = None, day: Day | None = None
) -> Response:
    return json_answer(await context.read(morning, site_id=site_id, line_id=line_id, day=day))
