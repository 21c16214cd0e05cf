# SPDX-License-Identifier: Apache-2.0
"""Why somebody is not let in, or a change to accounts is refused."""

from lockstep.kernel.errors import LockstepError


class SignInRefused(LockstepError):
    """The same for an unknown name, a wrong password and a locked account: it tells a stranger nothing."""

    code = "sign_in_refused"
    status = 401
    message = "Name or password is not right. After five wrong tries an account is locked for 15 minutes."


class PinRefused(LockstepError):
    code = "pin_refused"
    status = 401
    message = "The PIN is not right. After five wrong tries a leader has to unlock it."


class BadgeRefused(LockstepError):
    code = "badge_refused"
    status = 401
    message = "This badge is not known here."


class AccountLocked(LockstepError):
    """Told only at a registered terminal, which shows the names anyway."""

    code = "account_locked"
    status = 423
    message = "Locked after too many wrong tries. A leader can unlock it."


class TooManyTries(LockstepError):
    code = "too_many_tries"
    status = 429
    message = "Too many tries from here. Wait a minute."


class CsrfRefused(LockstepError):
    code = "csrf"
    status = 403
    message = "The page is out of date. Load it again."


class DeviceNotRegistered(LockstepError):
    code = "device_not_registered"
    status = 403
    message = "This terminal is not registered. An administrator gives it a code."


class DeviceCodeRefused(LockstepError):
    code = "device_code_refused"
    status = 403
    message = "This code is wrong, used or older than 15 minutes."


class NameTaken(LockstepError):
    code = "name_taken"
    message = "There is an account {name} already."


class PersonTaken(LockstepError):
    code = "person_taken"
    message = "This person has the account {name} already."


class VersionChanged(LockstepError):
    code = "version_changed"
    message = "Somebody changed this meanwhile. Look at it again."


class PasswordUnfit(LockstepError):
    code = "password_unfit"
    status = 422
    message = "A password has {least} to {most} letters."


class UnknownRole(LockstepError):
    code = "unknown_role"
    status = 422
    message = "There is no role {role}."


class UnknownPermission(LockstepError):
    code = "unknown_permission"
    status = 422
    message = "There is no right {permission}."


class UnknownStation(LockstepError):
    code = "unknown_station"
    status = 422
    message = "Station {station_id} is not known."


class UnknownLine(LockstepError):
    code = "unknown_line"
    status = 422
    message = "Line {line_id} is not known."


class UnknownTeam(LockstepError):
    code = "unknown_team"
    status = 422
    message = "Team {team_id} is not known."


class UnknownPerson(LockstepError):
    code = "unknown_person"
    status = 422
    message = "Person {person_id} is not known."


class RoleIsFixed(LockstepError):
    code = "role_is_fixed"
    message = "The role {role} always holds every right."


class BeyondYourself(LockstepError):
    """Nobody gives, or takes over by a new password, more than they hold themselves."""

    code = "beyond_yourself"
    status = 403
    message = "That reaches further than your own rights, sites and teams."


class LastAdmin(LockstepError):
    """Somebody has to be left who can undo everything else, now and when what is planned has come."""

    code = "last_admin"
    message = "This is the last administrator of all sites. Make another one first."


class RoleTaken(LockstepError):
    code = "role_taken"
    message = "There is a role {role} already."


class RoleInUse(LockstepError):
    code = "role_in_use"
    message = "{accounts} accounts have the role {role}, now or planned."


class RoleStays(LockstepError):
    code = "role_stays"
    message = "Every plant has the role {role}; it can be changed, not deleted."


class PostDates(LockstepError):
    code = "post_dates"
    status = 422
    message = "A post ends after it begins, and later than now."


class NotYourself(LockstepError):
    code = "not_yourself"
    message = "Somebody else has to do this to your account."
