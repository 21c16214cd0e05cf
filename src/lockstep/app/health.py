# SPDX-License-Identifier: Apache-2.0
from fastapi import APIRouter, Request, Response
from sqlalchemy import text

from lockstep.kernel.http import json_answer
from lockstep.platform.database.engine import reading_session
from lockstep.platform.database.migrate import newest_migration

router = APIRouter(tags=["health"])
NEWEST = newest_migration()


@router.get("/health")
async def health(request: Request) -> Response:
    """200 when the database is migrated and answers."""
    async with reading_session(request.app.state.sessions) as session:
        found = (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
    ready = found == NEWEST
    return json_answer({"status": "ready" if ready else "migrating", "migration": found}, 200 if ready else 503)
