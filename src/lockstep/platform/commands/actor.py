# SPDX-License-Identifier: Apache-2.0
"""Who acts: what they may do and what they may see. Accounts build it; every operation and query reads it."""

from dataclasses import dataclass, field

from lockstep.kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """`site_ids` and `line_ids` are the row scope; None means all of them."""

    name: str
    permissions: frozenset[str]
    account_id: int | None = None
    person_id: int | None = None
    site_ids: tuple[int, ...] | None = None
    line_ids: tuple[int, ...] | None = None
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

    def sees(self, site_id: int, line_id: int | None) -> bool:
        if self.site_ids is not None and site_id not in self.site_ids:
            return False
        return self.line_ids is None or line_id is None or line_id in self.line_ids
