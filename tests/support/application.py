# SPDX-License-Identifier: Apache-2.0
from functools import cache

from fastapi import FastAPI

from lockstep.app.api import create_app
from lockstep.platform.commands.boundary import Clock
from lockstep.platform.database.engine import Sessions


def application(sessions: Sessions, clock: Clock) -> FastAPI:
    """The one application of this process, over these sessions: its routes take longer to make than most tests.

    A test that needs two at once makes the second by `create_app`.
    """
    app = _made()
    app.state.sessions, app.state.clock = sessions, clock
    return app


@cache
def _made() -> FastAPI:
    def nobody(*_: object) -> None:
        raise AssertionError("the application was not put over a database")

    return create_app(nobody, nobody)  # type: ignore[arg-type]
