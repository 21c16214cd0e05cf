# SPDX-License-Identifier: Apache-2.0
"""The way of a new plant to its first report: what is there already, step by step."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import func, select

from lockstep.domains.engineering.models import Routing
from lockstep.domains.masterdata.models import Line, Person, Product, Site, Station
from lockstep.domains.orders.models import WorkOrder
from lockstep.domains.shopfloor.models import ProductionReport
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.accounts.models import Device
from lockstep.platform.commands.query import Reading, query
from lockstep.platform.metadata.entity import READ
from lockstep.platform.metadata.models import Record, Status

router = APIRouter(tags=["setup"])


class SetupStep(BaseModel):
    """`entity` is the list in which the step is done, where it is one."""

    key: str
    entity: str | None
    count: int


class Setup(BaseModel):
    steps: list[SetupStep]
    done: bool


STEPS: tuple[tuple[str, str | None, Any], ...] = (
    ("site", "site", Site),
    ("line", "line", Line),
    ("station", "station", Station),
    ("people", "person", Person),
    ("product", "product", Product),
    ("routing", "routing", Routing),
    ("order", "work_order", WorkOrder),
    ("terminal", None, Device),
    ("report", None, ProductionReport),
)


@query("app.setup", permission=READ)
async def setup(reading: Reading) -> Setup:
    counts = [_count(model, reading.actor.site_ids).label(key) for key, _, model in STEPS]
    row = (await reading.session.execute(select(*counts))).mappings().one()
    steps = [SetupStep(key=key, entity=entity, count=row[key]) for key, entity, _ in STEPS]
    return Setup(steps=steps, done=all(step.count for step in steps))


def _count(model: Any, sites: tuple[int, ...] | None) -> Any:
    columns = model.__table__.c
    found = select(func.count()).select_from(model)
    if issubclass(model, Record):
        found = found.where(columns.status == Status.RELEASED)
    if model is Device:
        found = found.where(Device.revoked_at.is_(None))
    site = columns.id if model is Site else columns.get("site_id")
    if sites is not None and site is not None:
        found = found.where(site.in_(sites))
    return found.scalar_subquery()


@router.get("/setup")
async def show_setup(context: Signed) -> Setup:
    return await context.read(setup)
