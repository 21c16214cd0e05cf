# SPDX-License-Identifier: Apache-2.0
"""What the tests of lists and records share."""

from collections.abc import Callable
from typing import Any

from tests.e2e.people import Desk
from tools.product import Api

OpenData = Callable[..., Desk]
"""A list or a record at a desk of its own, by its path, who signs in, and what is there then."""


def record(admin: Api, entity: str, code: str) -> dict[str, Any]:
    rows = admin.get(f"/entities/{entity}/records", search=code)["rows"]
    [found] = [row for row in rows if row["values"]["code"] == code]
    return dict(found)
