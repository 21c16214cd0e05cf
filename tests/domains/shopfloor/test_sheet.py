# SPDX-License-Identifier: Apache-2.0
"""What the report sheet knows before anybody types."""

from datetime import datetime

import pytest

from tests.support.clock import TestClock
from tests.support.plant import BuiltPlant, User

pytestmark = pytest.mark.anyio


async def start(user: User, operation: int, **at: str) -> datetime:
    return datetime.fromisoformat((await user.get(f"/operations/{operation}/sheet", **at))["started_at"])


async def test_the_work_began_with_the_last_report_of_this_station(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    await anna.post(f"/operations/{first}/start")
    began = clock.now
    clock.advance(minutes=30)
    made = await anna.report(first, 20, station_id=plant.stations["ST-1"])
    reported = clock.now
    clock.advance(minutes=12)

    assert await start(anna, first, station="ST-1") == reported
    assert await start(anna, first, station="ST-2") == began

    await anna.post(f"/reports/{made['report_id']}/reverse", reason="undo")
    assert await start(anna, first, station="ST-1") == began


async def test_a_corrected_report_keeps_its_end(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna = await plant.user("anna", person="P-1")
    await anna.post(f"/operations/{first}/start")
    clock.advance(minutes=30)
    ended = clock.now
    made = await anna.report(first, 20, station_id=plant.stations["ST-1"], ended_at=ended.isoformat())
    clock.advance(minutes=5)
    correction = {"good": 19, "ng": 0, "defects": [], "reason": "miscounted"}
    await anna.post(f"/reports/{made['report_id']}/correct", **correction)

    assert await start(anna, first, station="ST-1") == ended


async def test_from_no_station_the_own_reports_count(plant: BuiltPlant, clock: TestClock) -> None:
    first, _ = await plant.order()
    anna, berta = await plant.user("anna", person="P-1"), await plant.user("berta", person="P-2")
    await anna.report(first, 20)
    hers = clock.now
    clock.advance(minutes=8)
    await berta.report(first, 20)

    assert await start(anna, first) == hers
    assert await start(berta, first) == clock.now
