# SPDX-License-Identifier: Apache-2.0
"""Who acts: what they may do and what they may see. Accounts build it; every operation and query reads it."""

from dataclasses import dataclass, field

from lockstep.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """`site_ids` and `line_ids` are the row scope of what belongs to a place, `team_ids` that of what belongs to a
    person; None means all of them.

    `site_id` is where they act: of the terminal, else of their person, else their only one; `line_id` that of the
    terminal, else their only one.
    """

    name: str
    permissions: frozenset[str]
    account_id: int | None = None
    person_id: int | None = None
    site_ids: tuple[int, ...] | None = None
    line_ids: tuple[int, ...] | None = None
    team_ids: tuple[int, ...] | None = None
    site_id: int | None = None
    line_id: int | None = None
    device_id: int | None = None
    station_id: int | None = None
    source: str = "session"
    locale: str = "zh-CN"
    session_id: str | None = field(default=None, compare=False)

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        if permission not in self.permissions:
            raise Forbidden(permission=permission)

    @property
    def everywhere(self) -> bool:
        return self.site_ids is None and self.line_ids is None

    @property
    def unlimited(self) -> bool:
        return self.everywhere and self.team_ids is None

    def sees(self, site_id: int, line_id: int | None) -> bool:
        if self.site_ids is not None and site_id not in self.site_ids:
            return False
        return self.line_ids is None or line_id is None or line_id in self.line_ids

    def sees_person(self, person_id: int | None, team_id: int | None) -> bool:
        if self.team_ids is None or team_id in self.team_ids:
            return True
        return person_id is not None and person_id == self.person_id
