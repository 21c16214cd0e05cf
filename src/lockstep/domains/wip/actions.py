# SPDX-License-Identifier: Apache-2.0
"""What this domain adds to the work order's buttons."""

from lockstep.domains.orders.entities import WORK_ORDER
from lockstep.domains.orders.words import WORK_ORDER as WORDS
from lockstep.domains.wip.operations.order_hold import hold_order, resume_order
from lockstep.domains.wip.operations.split_order import split_order
from lockstep.platform.metadata.entity import Action

ACTIONS = (
    Action("split", WORDS["action.split"], split_order),
    Action("hold", WORDS["action.hold"], hold_order),
    Action("resume", WORDS["action.resume"], resume_order),
)
WORK_ORDER.actions.extend(ACTIONS)
