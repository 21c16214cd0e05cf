# SPDX-License-Identifier: Apache-2.0
from lockstep.domains.orders import commands, headings, models
from lockstep.domains.orders.checks import keep_pegged_lines, require_pegs
from lockstep.domains.orders.operations.ending import cancel_order, short_close_order
from lockstep.domains.orders.operations.place import place_along_routing
from lockstep.domains.orders.operations.release import release_order
from lockstep.domains.orders.operations.replan import follow_changes
from lockstep.domains.orders.operations.rush import rush_order
from lockstep.domains.orders.rules import OrderStatus
from lockstep.domains.orders.words import SALES_ORDER as SALES_WORDS
from lockstep.domains.orders.words import WORK_ORDER as WORK_WORDS
from lockstep.platform.metadata.entity import Action, Entity, register

SALES_ORDER = register(
    Entity(
        key="sales_order",
        group="orders",
        name=SALES_WORDS["entity.sales_order"],
        model=models.SalesOrder,
        command=commands.DefineSalesOrder,
        permission="order.create",
        codes=("number",),
        labels=SALES_WORDS,
        headings=headings.SALES_ORDER,
        lines={"lines": models.SalesOrderLine},
        check=keep_pegged_lines,
    )
)
WORK_ORDER = register(
    Entity(
        key="work_order",
        group="orders",
        name=WORK_WORDS["entity.work_order"],
        model=models.WorkOrder,
        command=commands.DefineWorkOrder,
        permission="order.create",
        codes=("number",),
        labels=WORK_WORDS,
        headings=headings.WORK_ORDER,
        lines={"pegs": models.Peg},
        check=require_pegs,
        make=place_along_routing,
        changed=follow_changes,
        drafts=frozenset({OrderStatus.PLANNED}),
        can={
            OrderStatus.PLANNED: ("edit", "release", "cancel"),
            OrderStatus.RELEASED: ("edit", "rush", "split", "hold", "resume", "cancel", "short_close"),
            OrderStatus.RUNNING: ("edit", "rush", "split", "hold", "resume", "short_close"),
            OrderStatus.PAUSED: ("edit", "rush", "split", "hold", "resume", "short_close"),
            OrderStatus.COMPLETED: (),
            OrderStatus.SHORT_CLOSED: (),
            OrderStatus.CANCELLED: (),
        },
        actions=[
            Action("release", WORK_WORDS["action.release"], release_order),
            Action("rush", WORK_WORDS["action.rush"], rush_order),
            Action("cancel", WORK_WORDS["action.cancel"], cancel_order),
            Action("short_close", WORK_WORDS["action.short_close"], short_close_order),
        ],
    )
)
