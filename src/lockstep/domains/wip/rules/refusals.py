# SPDX-License-Identifier: Apache-2.0
"""Why an event on the ledger may be refused. Quantities in the parameters are JSON numbers."""

from lockstep.kernel.errors import LockstepError


class OverAvailable(LockstepError):
    code = "over_available"
    message = "{operation} can take {available} pieces, not {wanted}: no more were handed over to it."


class QuantityTooLarge(LockstepError):
    """One by one the quantities are allowed, together they are more than an operation can hold."""

    code = "quantity_too_large"
    status = 422
    message = "{operation} would hold more than {limit} pieces."


class PiecesMovedOn(LockstepError):
    """`held_by` lists where the other pieces of the operation are, [{cell, quantity}]; those in `gone` and
    `urgent` are at `next_operation`."""

    code = "pieces_moved_on"
    message = "{operation} has {there} pieces in {cell}, not {wanted}; the others have moved on."


class AlreadyJudged(LockstepError):
    code = "already_judged"
    message = "{operation}: {wanted} pieces are to come back from the case, only {there} are not judged yet."


class UnderInspection(LockstepError):
    """`claims` lists the inspections that hold the pieces."""

    code = "under_inspection"
    message = "{operation}: {wanted} pieces in {cell} asked for, {there} free, {claimed} under inspection."


class InReworkRoute(LockstepError):
    code = "in_rework_route"
    message = "{operation}: {wanted} pieces are to leave rework, only {there} are not in the rework route."


class OverCase(LockstepError):
    code = "over_case"
    message = "The case at {operation} has {there} pieces open, not {wanted}."


class NeedsJudgement(LockstepError):
    code = "needs_judgement"
    message = "Pieces found NG at {operation} are judged, not released."


class OverInspected(LockstepError):
    code = "over_inspected"
    message = "The inspection at {operation} has {there} pieces here, {wanted} cannot be bad or destroyed."


class InspectionClosed(LockstepError):
    code = "inspection_closed"
    message = "The inspection at {operation} has its verdict already."


class NotLastOperation(LockstepError):
    code = "not_last_operation"
    message = "{operation} hands over to {next_operation}; only the last operation delivers to stock."


class NoQuantity(LockstepError):
    code = "no_quantity"
    status = 422
    message = "{operation}: a quantity above zero is needed."


class CellOverdrawn(LockstepError):
    """A guard was missing: no event may take more than a cell holds."""

    code = "cell_overdrawn"
    message = "{operation} has {there} pieces in {cell}, not {wanted}."
