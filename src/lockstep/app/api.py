# SPDX-License-Identifier: Apache-2.0
"""The application: routers of every floor, error answers, the live stream and the pages."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI

from lockstep.app import choices, health, live, me, scan, search, setup
from lockstep.app.errors import install_error_handlers
from lockstep.app.jobs import running_jobs
from lockstep.app.places import provide_places
from lockstep.app.web import install_web
from lockstep.domains.analytics.routes import router as analytics
from lockstep.domains.documents.routes import router as documents
from lockstep.domains.engineering.routes import router as engineering
from lockstep.domains.masterdata.routes import router as masterdata
from lockstep.domains.orders.routes import router as orders
from lockstep.domains.shopfloor.routes import router as shopfloor
from lockstep.domains.tasks.routes import router as tasks
from lockstep.domains.wip.routes import router as wip
from lockstep.platform.accounts.routes import router as accounts
from lockstep.platform.accounts.sign_in_routes import sign_in_router
from lockstep.platform.database.engine import Sessions
from lockstep.platform.files.routes import router as files
from lockstep.platform.metadata.routes import router as metadata
from lockstep.platform.metadata.sheets.routes import router as sheets

Clock = Callable[[], datetime]
ROUTERS = (
    health.router,
    sign_in_router(me.describe, me.Me),
    accounts,
    me.router,
    choices.router,
    files,
    metadata,
    sheets,
    masterdata,
    engineering,
    orders,
    wip,
    shopfloor,
    documents,
    tasks,
    analytics,
    scan.router,
    search.router,
    setup.router,
    live.router,
)


def create_app(sessions: Sessions, clock: Clock) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with live.following(app), running_jobs(app):
            yield

    app = FastAPI(
        title="Lockstep",
        version="0.1.0",
        docs_url="/api/docs",
        openapi_url="/api/openapi.json",
        redoc_url=None,
        lifespan=lifespan,
        separate_input_output_schemas=False,
    )
    provide_places()
    app.state.sessions = sessions
    app.state.clock = clock
    install_error_handlers(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    install_web(app)
    return app
