# SPDX-License-Identifier: Apache-2.0
"""The other tests write as the owner of the database; the product itself runs with fewer rights."""

import pytest

from lockstep.app.api import create_app
from lockstep.platform.database.engine import make_engine, make_sessions
from tests.platform.accounts.world import PIN, Browser, build_world
from tests.support.clock import TestClock

pytestmark = pytest.mark.anyio


async def test_accounts_are_managed_with_the_rights_of_the_runtime_role(own_database: str, clock: TestClock) -> None:
    engine = make_engine(own_database)
    world = await build_world(make_sessions(engine))
    app = create_app(world.sessions, clock)
    li = world.accounts["li"]
    async with Browser(app) as admin, Browser(app) as terminal:
        await admin.signed_in("admin")
        device_id = await terminal.registered_at(admin, world.stations["NORTH"])
        assert (await terminal.at_station(person_id=world.people["li"], pin=PIN)).status_code == 200

        answers = [
            await admin.command(
                "/api/accounts/change",
                account_id=li,
                expected_version=1,
                display_name="Li",
                roles=["leader"],
            ),
            await admin.command("/api/accounts/set-pin", account_id=li, pin="999999"),
            await admin.command("/api/accounts/unlock", account_id=li),
            await admin.command("/api/accounts/deactivate", account_id=li, reason="left"),
            await admin.command("/api/roles/change", role="leader", expected_version=1, permissions=["board.read"]),
            await admin.command("/api/api-keys/create", name="ERP", permissions=["board.read"]),
            await admin.command("/api/devices/revoke", device_id=device_id),
        ]

        assert [answer.status_code for answer in answers] == [200] * len(answers)
        assert (await admin.post("/api/auth/sign-out")).status_code == 204
    await engine.dispose()
