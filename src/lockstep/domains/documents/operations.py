# SPDX-License-Identifier: Apache-2.0
"""Printing is recorded before the printer starts: which revision is out there, how many times, and why again."""

from lockstep.domains.documents.models import PrintedDocument
from lockstep.domains.documents.queries.document import REPRINT
from lockstep.domains.documents.queries.printings import printings
from lockstep.domains.documents.queries.subjects import Subject, subject_of
from lockstep.domains.documents.schemas import PrintDocument, Printed
from lockstep.domains.orders.operations.held import WrongOrderStatus
from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import show_qty
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.query import Reading
from lockstep.platform.commands.work import Work


class PreviewIsOld(LockstepError):
    code = "print_preview_is_old"
    message = "{code} is at revision {current} now, the preview shows {revision}. Look at it again, then print."


class ReprintNeedsReason(LockstepError):
    code = "reprint_needs_reason"
    message = "Revision {revision} of {code} has been printed before. Say why it is printed again."


class TrayIsLabelled(LockstepError):
    code = "tray_is_labelled"
    message = "Tray {tray} of {code} is labelled with {quantity}. Print that again, or take the next number."


@operation("documents.print", permission="print.create")
async def print_document(work: Work, command: PrintDocument) -> Printed:
    subject = await subject_of(Reading(work.session, work.actor, work.now), command.kind, command.subject_id)
    if not subject.printable:
        raise WrongOrderStatus(order=subject.code, status=subject.order_status)
    if subject.revision != command.revision:
        raise PreviewIsOld(code=subject.code, current=subject.revision, revision=command.revision)
    number = await _number(work, command, subject)
    work.add(
        PrintedDocument,
        kind=command.kind,
        subject_id=subject.id,
        tray=command.tray or 0,
        revision=subject.revision,
        number=number,
        copies=command.copies,
        quantity=command.quantity,
        lot_code=command.lot_code,
        site_id=subject.site_id,
        at=work.now,
        account_id=work.actor.account_id,
        actor_name=work.actor.name,
        reason=command.reason,
    )
    _tell(work, command, subject, number)
    return Printed(number=number, revision=subject.revision)


async def _number(work: Work, command: PrintDocument, subject: Subject) -> int:
    """1 for the first printing of this revision; after that it is a reprint, by right and with its reason."""
    before = await printings(work.session, command.kind, subject.id, command.tray or 0)
    if before and (before[0].quantity, before[0].lot_code) != (command.quantity, command.lot_code):
        shown = show_qty(before[0].quantity)
        raise TrayIsLabelled(tray=command.tray, code=subject.code, quantity=shown)
    same = next((row for row in before if row.revision == subject.revision), None)
    if same is None:
        return 1
    work.actor.require(REPRINT)
    if command.reason is None:
        raise ReprintNeedsReason(code=subject.code, revision=subject.revision)
    return int(same.number) + 1


def _tell(work: Work, command: PrintDocument, subject: Subject, number: int) -> None:
    said = {
        "kind": command.kind,
        "code": subject.code,
        "revision": subject.revision,
        "number": number,
        "copies": command.copies,
    }
    if command.tray is not None and command.quantity is not None:
        said |= {"tray": command.tray, "quantity": show_qty(command.quantity), "lot_code": command.lot_code}
    site_id, line_id = subject.site_id, subject.line_id
    work.audit("printed_document", subject.code, after=said, reason=command.reason, site_id=site_id, line_id=line_id)
    work.emit(
        "document_printed",
        "printed_document",
        subject.id,
        order_id=subject.order_id,
        site_id=site_id,
        line_id=line_id,
    )
