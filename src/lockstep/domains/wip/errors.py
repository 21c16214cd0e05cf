# SPDX-License-Identifier: Apache-2.0
"""Why nothing can be booked or moved at an operation. Refusals of the ledger itself: `rules.refusals`."""

from lockstep.kernel.errors import LockstepError


class OrderEnded(LockstepError):
    code = "order_ended"
    message = "Order {order} is {status}; nothing can be booked on it any more."


class OrderNotReleased(LockstepError):
    code = "order_not_released"
    message = "Order {order} is not released yet."


class Blocked(LockstepError):
    code = "blocked"
    message = "Stopped: {reason_code}. {owner} can release it."


class UnknownLot(LockstepError):
    code = "unknown_lot"
    status = 422
    message = "There is no lot {lot} here."


class LotAmbiguous(LockstepError):
    code = "lot_ambiguous"
    status = 422
    message = "Several sites have a lot {lot}: name the operation."


class AlreadyReleased(LockstepError):
    code = "already_released"
    message = "{by} released this already."


class NothingToHold(LockstepError):
    """`operation` is missing where a lot was looked for wherever it lies."""

    code = "nothing_to_hold"
    message = "No piece lies here that could be held."


class NothingToRework(LockstepError):
    code = "nothing_to_rework"
    message = "No piece at {operation} waits for a rework route."
