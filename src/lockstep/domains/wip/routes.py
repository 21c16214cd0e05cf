# SPDX-License-Identifier: Apache-2.0
from typing import Annotated

from fastapi import APIRouter, Query, Response

from lockstep.domains.orders.entities import WORK_ORDER
from lockstep.domains.wip.actions import ACTIONS
from lockstep.domains.wip.commands import (
    ChangeProgress,
    CreateReworkRoute,
    Dispose,
    Hold,
    Judge,
    PauseBody,
    PauseOperation,
    ProgressBody,
    Release,
    ReleaseBlock,
    ReleaseBody,
    ReworkResult,
    ReworkRouteBody,
    SetBlock,
    ToStock,
)
from lockstep.domains.wip.operations.blocks import release_block, set_block
from lockstep.domains.wip.operations.dispose import dispose_pieces
from lockstep.domains.wip.operations.hold import hold_pieces
from lockstep.domains.wip.operations.judge import judge_pieces
from lockstep.domains.wip.operations.progress import complete_operation, pause_operation, start_operation
from lockstep.domains.wip.operations.release import release_pieces
from lockstep.domains.wip.operations.rework_result import book_rework_result
from lockstep.domains.wip.operations.rework_route import create_rework_route
from lockstep.domains.wip.operations.to_stock import deliver_to_stock
from lockstep.domains.wip.queries.blocks import blocks
from lockstep.domains.wip.queries.board import Filter, board
from lockstep.domains.wip.queries.cases import cases
from lockstep.domains.wip.queries.customer_orders import customer_orders
from lockstep.domains.wip.schemas import (
    BlockList,
    BlockSet,
    Board,
    CaseDecided,
    CaseList,
    CustomerOrders,
    Held,
    Judged,
    Moved,
    Reworked,
    ReworkRouteCreated,
)
from lockstep.kernel.http import addressed, answers, json_answer
from lockstep.kernel.types import Id
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.metadata.routes import add_action_route

router = APIRouter(tags=["wip"])
for _action in ACTIONS:
    add_action_route(router, WORK_ORDER, _action)


@router.get("/board", responses=answers(Board))
async def show_board(
    context: Signed,
    line: Id | None = None,
    customer: Id | None = None,
    product: Id | None = None,
    only: Annotated[Filter, Query(alias="filter")] = "all",
) -> Response:
    return json_answer(await context.read(board, line=line, customer=customer, product=product, only=only))


@router.get("/customer-orders", responses=answers(CustomerOrders))
async def show_customer_orders(context: Signed, completed: bool = False) -> Response:
    return json_answer(await context.read(customer_orders, completed=completed))


@router.post("/wip/hold", responses=answers(Held))
async def hold(context: Signed, command: Hold) -> Response:
    return json_answer(await context.run(hold_pieces, command))


@router.post("/wip/release", responses=answers(CaseDecided))
async def release(context: Signed, command: Release) -> Response:
    return json_answer(await context.run(release_pieces, command))


@router.post("/wip/dispose", responses=answers(CaseDecided))
async def dispose(context: Signed, command: Dispose) -> Response:
    return json_answer(await context.run(dispose_pieces, command))


@router.post("/wip/judge", responses=answers(Judged))
async def judge(context: Signed, command: Judge) -> Response:
    return json_answer(await context.run(judge_pieces, command))


@router.post("/wip/rework-result", responses=answers(Reworked))
async def rework_result(context: Signed, command: ReworkResult) -> Response:
    return json_answer(await context.run(book_rework_result, command))


@router.post("/wip/to-stock", responses=answers(Moved))
async def to_stock(context: Signed, command: ToStock) -> Response:
    return json_answer(await context.run(deliver_to_stock, command))


@router.get("/wip/cases", responses=answers(CaseList))
async def show_cases(context: Signed, operation_id: Id | None = None, order_id: Id | None = None) -> Response:
    return json_answer(await context.read(cases, operation_id=operation_id, order_id=order_id))


@router.post("/blocks", responses=answers(BlockSet))
async def block(context: Signed, command: SetBlock) -> Response:
    return json_answer(await context.run(set_block, command))


@router.post("/blocks/{block_id}/release", responses=answers(BlockSet))
async def unblock(context: Signed, block_id: Id, body: ReleaseBody) -> Response:
    return json_answer(await context.run(release_block, addressed(ReleaseBlock, body, block_id=block_id)))


@router.get("/blocks", responses=answers(BlockList))
async def show_blocks(context: Signed, line: Id | None = None) -> Response:
    return json_answer(await context.read(blocks, line=line))


@router.post("/operations/{operation_id}/start", responses=answers(Moved))
async def start(context: Signed, operation_id: Id, body: ProgressBody) -> Response:
    command = addressed(ChangeProgress, body, operation_id=operation_id)
    return json_answer(await context.run(start_operation, command))


@router.post("/operations/{operation_id}/pause", responses=answers(Moved))
async def pause(context: Signed, operation_id: Id, body: PauseBody) -> Response:
    command = addressed(PauseOperation, body, operation_id=operation_id)
    return json_answer(await context.run(pause_operation, command))


@router.post("/operations/{operation_id}/complete", responses=answers(Moved))
async def complete(context: Signed, operation_id: Id, body: ProgressBody) -> Response:
    command = addressed(ChangeProgress, body, operation_id=operation_id)
    return json_answer(await context.run(complete_operation, command))


@router.post("/operations/{operation_id}/rework-route", responses=answers(ReworkRouteCreated))
async def rework_route(context: Signed, operation_id: Id, body: ReworkRouteBody) -> Response:
    command = addressed(CreateReworkRoute, body, operation_id=operation_id)
    return json_answer(await context.run(create_rework_route, command))
