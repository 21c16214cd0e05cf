# SPDX-License-Identifier: Apache-2.0
"""Why a report is refused to a person, or parked when the act has happened already."""

from lockstep.domains.wip.errors import Blocked as Blocked
from lockstep.domains.wip.errors import OrderEnded as OrderEnded
from lockstep.domains.wip.errors import OrderNotReleased as OrderNotReleased
from lockstep.kernel.errors import LockstepError


class UnknownOperation(LockstepError):
    code = "unknown_operation"
    status = 404
    message = "Operation {operation_id} is not here, or not yours to see."


class UnknownDefectCode(LockstepError):
    code = "unknown_defect_code"
    status = 422
    message = "There is no defect code {defect_code}."


class UnknownPerson(LockstepError):
    code = "unknown_person"
    status = 422
    message = "Person {person_id} is not known at this site."


class UnknownStation(LockstepError):
    code = "unknown_station"
    status = 422
    message = "Station {station_id} is not known at this site."


class UnknownPhoto(LockstepError):
    code = "unknown_photo"
    status = 422
    message = "Photo {photo_id} has not arrived; send it first."


class NotAMachine(LockstepError):
    code = "not_a_machine"
    status = 403
    message = "Somebody who has signed in is not a machine; machines report with a key of their own."


class SerialReported(LockstepError):
    code = "serial_reported"
    message = "Serial {serial} was reported at this operation already."


class DetailAsked(LockstepError):
    """A rule of the plant asks for a cause or a photo before this defect line can be taken."""

    code = "detail_asked"
    status = 422
    message = "{defect_code}: {detail} is asked for here."


class SkillMissing(LockstepError):
    """A rule of the plant asks for the skill of the operation, and this person is not known to have it."""

    code = "skill_missing"
    message = "{person} is not known to have the skill {skill} that {operation} asks for."


class ReportReplaced(LockstepError):
    code = "report_replaced"
    message = "This report was corrected or reversed already."


class NotYourReport(LockstepError):
    """Own reports are corrected within their shift; everything else takes the right to correct reports."""

    code = "not_your_report"
    status = 403
    message = "Your own reports can be changed within their shift; this one needs {permission}."


class AlreadyResolved(LockstepError):
    code = "already_resolved"
    message = "Somebody decided on this already: {status}, {by}."


class NotPending(LockstepError):
    code = "not_pending"
    message = "These pieces were reported as {disposition}: correct the report to change that."


class LineJudged(LockstepError):
    code = "already_judged"
    message = "{operation}: the pieces of this line are judged already."


class AlreadyTakenOver(LockstepError):
    code = "already_taken_over"
    message = "{by} has taken this over already."


class OwnHandover(LockstepError):
    code = "own_handover"
    message = "You wrote this in this shift; somebody else, or the next shift, takes it over."


class TimeReplaced(LockstepError):
    code = "time_replaced"
    message = "This time was taken back already."


class TimeToCome(LockstepError):
    code = "time_to_come"
    status = 422
    message = "The time ends at {ended_at}, which is still to come."


class WrongCursor(LockstepError):
    code = "wrong_cursor"
    status = 422
    message = "This page of the list does not exist; start at its beginning."


PARKABLE = (
    NotAMachine,
    UnknownOperation,
    OrderEnded,
    OrderNotReleased,
    SerialReported,
    SkillMissing,
    UnknownDefectCode,
    UnknownPerson,
    UnknownPhoto,
    UnknownStation,
)
"""What a person is told at once, and what makes an act that has happened wait for a review."""
