# SPDX-License-Identifier: Apache-2.0
"""A define makes a record, or brings it up to what is said, or is quiet where nothing is new."""

from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from lockstep.domains.masterdata import operations, schemas
from lockstep.domains.masterdata.checks import OwnAncestor
from lockstep.domains.masterdata.models import Line, Product, Site, Station
from lockstep.kernel.errors import Forbidden, LockstepError, NotFound
from lockstep.platform.audit.models import AuditEntry
from lockstep.platform.change.models import Change
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.boundary import execute
from lockstep.platform.commands.command import Command
from lockstep.platform.commands.operation import Operation
from lockstep.platform.database.engine import Sessions
from lockstep.platform.metadata.define import ANY
from lockstep.platform.metadata.errors import CodeTaken, ReasonNeeded, Retired, Stale
from lockstep.platform.metadata.operations import ChangeStatus, change_status
from tests.support.clock import TestClock
from tests.support.plant import EVERYBODY

pytestmark = pytest.mark.anyio

NAME = {"en": "Name"}


class Definer:
    def __init__(self, sessions: Sessions, clock: TestClock) -> None:
        self.sessions, self.clock = sessions, clock

    async def __call__(
        self, op: Operation[Any, Any], command: type[Command], values: dict[str, Any], actor: Actor = EVERYBODY
    ) -> int:
        made = command.model_validate({"id": uuid4(), **values})
        known: dict[str, Any] = await execute(self.sessions, actor, self.clock, "test", op, made)
        assert known["code"] == values["code"]
        return int(known["id"])

    async def site(self, code: str = "S1", **values: Any) -> int:
        return await self(operations.define_site, schemas.DefineSite, {"code": code, "name": NAME, **values})

    async def line(self, code: str = "L1", site: str = "S1", **values: Any) -> int:
        body = {"name": NAME, "site_code": site, "code": code, **values}
        return await self(operations.define_line, schemas.DefineLine, body)

    async def rows(self, model: Any, **where: Any) -> list[Any]:
        async with self.sessions() as session:
            return list(await session.scalars(select(model).filter_by(**where).order_by(model.id)))


@pytest.fixture
def define(sessions: Sessions, clock: TestClock) -> Definer:
    return Definer(sessions, clock)


async def test_a_record_is_made_with_its_trace(define: Definer) -> None:
    site_id = await define.site(time_zone="Europe/Berlin", currency="EUR")
    (entry,) = await define.rows(AuditEntry, entity_type="site")
    assert (entry.operation, entry.entity_id, entry.before) == ("masterdata.define_site", str(site_id), None)
    expected = {"code": "S1", "name": NAME, "time_zone": "Europe/Berlin", "currency": "EUR", "locale": "zh-CN"}
    assert entry.after == {**expected, "status": "released"}
    (change,) = await define.rows(Change, entity="site")
    assert (change.event, change.entity_id) == ("site_defined", str(site_id))


async def test_saying_the_same_again_is_quiet(define: Definer) -> None:
    await define.site()
    once = await define.line()
    assert await define.line() == once
    assert len(await define.rows(AuditEntry, entity_type="line")) == 1
    assert len(await define.rows(Change, entity="line")) == 1


async def test_a_released_record_changes_with_a_reason_and_shows_before_and_after(define: Definer) -> None:
    site_id = await define.site()
    once = await define.line()
    name = {"en": "Other", "zh-CN": "一线"}
    assert await define.line(name=name, expected_version=1, reason="renamed") == once
    _, entry = await define.rows(AuditEntry, entity_type="line")
    assert (entry.before, entry.after, entry.reason) == ({"name": NAME}, {"name": name}, "renamed")
    assert (entry.site_id, entry.line_id) == (site_id, once)
    (line,) = await define.rows(Line)
    assert (line.version, line.revision, line.status) == (2, 2, "released")
    assert len(await define.rows(Change, entity="line")) == 2


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"expected_version": 0, "reason": "new"}, CodeTaken),
        ({"expected_version": 7, "reason": "late"}, Stale),
        ({"expected_version": 1}, ReasonNeeded),
    ],
)
async def test_a_change_is_refused(define: Definer, said: dict[str, Any], refusal: type[LockstepError]) -> None:
    await define.site()
    with pytest.raises(refusal):
        await define.site(name={"en": "Other"}, **said)
    (site,) = await define.rows(Site)
    assert (site.name, site.version) == (NAME, 1)


async def test_a_draft_changes_without_a_reason_and_is_released_by_saving(define: Definer) -> None:
    await define.site()
    await define.line(draft=True)
    await define.line(name={"en": "Other"}, draft=True, expected_version=1)
    await define.line(name={"en": "Other"}, draft=False, expected_version=2)
    (line,) = await define.rows(Line)
    assert (line.version, line.revision, line.status) == (3, 1, "released")


async def test_what_is_not_said_stays(define: Definer) -> None:
    product = {"code": "P1", "name": NAME}
    await define(operations.define_product, schemas.DefineProduct, {**product, "unit": "kg", "aliases": ["P-01"]})
    change = {**product, "decimals": 2, "expected_version": ANY, "reason": "weighed"}
    await define(operations.define_product, schemas.DefineProduct, change)
    (known,) = await define.rows(Product)
    assert (known.unit, known.decimals, known.aliases) == ("kg", 2, ["P-01"])


async def test_a_code_is_unique_within_its_site(define: Definer) -> None:
    await define.site("S1")
    await define.site("S2")
    assert await define.line("L1", "S1") != await define.line("L1", "S2")


@pytest.mark.parametrize(
    ("op", "command", "values", "missing"),
    [
        (operations.define_line, schemas.DefineLine, {}, ("site", "S9")),
        (operations.define_person, schemas.DefinePerson, {"name": "Zhou"}, ("site", "S9")),
        (
            operations.define_shift,
            schemas.DefineShift,
            {"starts": "08:00", "ends": "20:00", "weekdays": [0]},
            ("site", "S9"),
        ),
        (operations.define_station, schemas.DefineStation, {"line_code": "L1"}, ("site", "S9")),
        (operations.define_station, schemas.DefineStation, {"site_code": "S1", "line_code": "L9"}, ("line", "L9")),
        (operations.define_station, schemas.DefineStation, {"site_code": "S1", "line_code": "L2"}, ("line", "L2")),
    ],
)
async def test_what_it_stands_in_must_be_there(
    define: Definer, op: Any, command: Any, values: dict[str, Any], missing: tuple[str, str]
) -> None:
    """L2 is there, but at another site."""
    await define.site("S1")
    await define.site("S2")
    await define.line("L1", "S1")
    await define.line("L2", "S2")
    with pytest.raises(NotFound) as refusal:
        await define(op, command, {"site_code": "S9", "code": "X", "name": NAME, **values})
    assert (refusal.value.params["kind"], refusal.value.params["key"]) == missing


async def test_a_station_moves_to_another_line(define: Definer) -> None:
    await define.site()
    await define.line("L1")
    second = await define.line("L2")
    body = {"site_code": "S1", "code": "GR-01", "name": NAME}
    once = await define(operations.define_station, schemas.DefineStation, {**body, "line_code": "L1"})
    moved = {**body, "line_code": "L2", "expected_version": 1, "reason": "moved"}
    assert await define(operations.define_station, schemas.DefineStation, moved) == once
    _, entry = await define.rows(AuditEntry, entity_type="station")
    assert (entry.before, entry.after) == ({"line_code": "L1"}, {"line_code": "L2"})
    assert (await define.rows(Station))[0].line_id == second


async def test_a_defect_code_never_stands_below_itself(define: Definer) -> None:
    async def defect(code: str, parent: str | None, **more: Any) -> int:
        body = {"code": code, "name": NAME, "parent_code": parent, **more}
        return await define(operations.define_defect_code, schemas.DefineDefectCode, body)

    await defect("D", None)
    await defect("D1", "D")
    with pytest.raises(OwnAncestor):
        await defect("D", "D1", expected_version=1, reason="turned")


async def test_what_is_retired_is_not_chosen_anew_but_stays_where_it_was(define: Definer) -> None:
    await define.site()
    line = await define.line("L1")
    body = {"site_code": "S1", "line_code": "L1", "code": "GR-01", "name": NAME}
    await define(operations.define_station, schemas.DefineStation, body)
    retire = {"entity": "line", "record_id": line, "expected_version": 1, "to": "retired", "reason": "closed"}
    await execute(define.sessions, EVERYBODY, define.clock, "test", change_status, ChangeStatus(id=uuid4(), **retire))
    with pytest.raises(Retired):
        await define(operations.define_station, schemas.DefineStation, {**body, "code": "GR-02"})
    renamed = {**body, "name": {"en": "Grinder"}, "expected_version": 1, "reason": "name"}
    await define(operations.define_station, schemas.DefineStation, renamed)


async def test_it_takes_the_right_to_manage_master_data(define: Definer) -> None:
    guest = Actor(name="guest", permissions=frozenset({"board.read"}))
    with pytest.raises(Forbidden):
        await define(operations.define_site, schemas.DefineSite, {"code": "S1", "name": NAME}, guest)


@pytest.mark.parametrize(
    ("command", "values"),
    [
        (schemas.DefineSite, {"name": {}}),
        (schemas.DefineSite, {"name": {"fr": "Usine"}}),
        (schemas.DefineSite, {"name": {"en": ""}}),
        (schemas.DefineSite, {"name": NAME, "time_zone": "Mars/Olympus"}),
        (schemas.DefineSite, {"name": NAME, "time_zone": "Asia"}),
        (schemas.DefineSite, {"name": NAME, "time_zone": "../../etc/passwd"}),
        (schemas.DefineProduct, {"name": NAME, "decimals": 5}),
        (schemas.DefineProduct, {"name": NAME, "tray_quantity": 0}),
        (schemas.DefineDefectCode, {"name": NAME, "severity": "bad"}),
        (schemas.DefineDefectCode, {"name": NAME, "initials": "wj"}),
        (schemas.DefineShift, {"name": NAME, "site_code": "S", "starts": "8", "ends": "20:00", "weekdays": []}),
    ],
)
def test_wrong_shapes(command: type[Command], values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        command.model_validate({"id": uuid4(), "code": "X", **values})


@pytest.mark.parametrize("weekdays", [[7], [-1], [0, 0], []])
def test_weekdays_are_monday_to_sunday_each_once(weekdays: list[int]) -> None:
    body = {"id": uuid4(), "site_code": "S", "code": "X", "name": NAME, "starts": "08:00", "ends": "20:00"}
    with pytest.raises(ValidationError):
        schemas.DefineShift.model_validate({**body, "weekdays": weekdays})
