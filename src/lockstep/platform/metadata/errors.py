# SPDX-License-Identifier: Apache-2.0
from lockstep.kernel.errors import LockstepError


class CodeTaken(LockstepError):
    code = "code_taken"
    message = "{entity} {key} is there already. Open it to change it."


class Stale(LockstepError):
    """Somebody else changed the record since it was read."""

    code = "stale"
    message = "{entity} {key} was changed since you opened it. Read it again and repeat your change."


class ReasonNeeded(LockstepError):
    code = "reason_needed"
    status = 422
    message = "{key} is released. Say why it changes."


class Retired(LockstepError):
    code = "record_retired"
    message = "{key} is retired. Put it back into use first."


class NoSuchStep(LockstepError):
    code = "no_such_step"
    message = "{key} is {status}; it cannot become {to}."


class RecordInUse(LockstepError):
    code = "record_in_use"
    message = "{key} is used elsewhere and stays. Retire it instead."


class NotADraft(LockstepError):
    code = "not_a_draft"
    message = "Only a draft can be deleted. Retire {key} instead."


class WrongFilter(LockstepError):
    code = "wrong_filter"
    status = 422
    message = "{field} cannot be filtered or sorted by."


class BeyondYourTeams(LockstepError):
    code = "beyond_your_teams"
    status = 403
    message = "You see some teams only: name one of them for this person."


class BeyondYourSites(LockstepError):
    code = "beyond_your_sites"
    status = 403
    message = "A new site is made by somebody who sees all sites."
