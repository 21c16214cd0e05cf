# SPDX-License-Identifier: Apache-2.0
"""Every right by its name, and the roles that a new plant starts with."""

from dataclasses import dataclass

from lockstep.platform.database.base import Names

SIGNED_IN = "signed_in"
"""Held by every signed-in person, granted by nobody: for what concerns only themselves."""

KNOWN = "known"
"""Held by every signed-in person and every key: to be told who one is, and where."""

REGISTERED_DEVICE = "registered_device"
"""Held by a registered terminal before anybody signs in on it."""

GROUPS: dict[str, tuple[str, ...]] = {
    "shopfloor": (
        "report.create",
        "report.correct_own",
        "report.correct",
        "report.read",
        "queue.read",
        "board.read",
        "parked.review",
        "task.manage",
        "photo.write",
        "photo.read",
        "print.create",
        "print.reprint",
    ),
    "quality": (
        "wip.judge",
        "defect.judge",
        "wip.hold",
        "wip.release",
        "wip.dispose",
        "wip.concede",
        "wip.rework",
    ),
    "orders": ("order.create", "order.release", "order.manage", "wip.stock", "import.run"),
    "masterdata": ("masterdata.read", "masterdata.manage", "engineering.manage", "settings.manage"),
    "people": (
        "account.manage",
        "account.manage_roles",
        "account.unlock",
        "device.register",
        "api_key.manage",
        "audit.read",
        "figures.read_others",
    ),
    "fields": ("field.customer", "field.price", "field.recipe", "field.person"),
}
"""As the matrix of roles and rights shows them."""

PERMISSIONS = frozenset(permission for group in GROUPS.values() for permission in group)

ADMIN = "admin"
"""The role that holds every right, always, so that a plant cannot lock itself out."""


@dataclass(frozen=True, slots=True)
class DefaultRole:
    code: str
    name: Names
    permissions: frozenset[str]


_OPERATOR = frozenset(
    {
        "report.create",
        "report.correct_own",
        "report.read",
        "queue.read",
        "board.read",
        "photo.write",
        "photo.read",
        "print.create",
    }
)
_INSPECTOR = _OPERATOR | {"wip.judge", "wip.hold", "wip.release", "wip.dispose", "wip.rework", "defect.judge"}
_LEADER = _INSPECTOR | {
    "masterdata.read",
    "field.customer",
    "report.correct",
    "figures.read_others",
    "wip.stock",
    "parked.review",
    "task.manage",
    "account.unlock",
    "print.reprint",
}
_PLANNER = frozenset(
    {
        "masterdata.read",
        "field.customer",
        "order.create",
        "order.release",
        "order.manage",
        "import.run",
        "board.read",
        "queue.read",
        "report.read",
        "photo.read",
        "print.create",
        "print.reprint",
        "task.manage",
    }
)
_MANAGER = (
    _LEADER
    | _PLANNER
    | {
        "masterdata.manage",
        "engineering.manage",
        "field.price",
        "field.recipe",
        "field.person",
        "wip.concede",
        "audit.read",
        "settings.manage",
    }
)

DEFAULT_ROLES = (
    DefaultRole("operator", {"zh-CN": "操作工", "zh-TW": "作業員", "en": "Operator"}, _OPERATOR),
    DefaultRole("inspector", {"zh-CN": "检验员", "zh-TW": "品檢員", "en": "Inspector"}, _INSPECTOR),
    DefaultRole("leader", {"zh-CN": "班组长", "zh-TW": "班長", "en": "Team leader"}, _LEADER),
    DefaultRole("planner", {"zh-CN": "计划员", "zh-TW": "生管", "en": "Production planner"}, _PLANNER),
    DefaultRole("manager", {"zh-CN": "车间主任", "zh-TW": "課長", "en": "Shop manager"}, _MANAGER),
    DefaultRole(ADMIN, {"zh-CN": "系统管理员", "zh-TW": "系統管理員", "en": "Administrator"}, PERMISSIONS),
)
DEFAULT_CODES = frozenset(role.code for role in DEFAULT_ROLES)
