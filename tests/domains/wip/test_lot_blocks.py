# SPDX-License-Identifier: Apache-2.0
"""A lot lies on the lines of the orders that made or used it: who does not see them all does not stop it."""

from typing import Any

import pytest
from sqlalchemy import select

from lockstep.domains.traceability.models import Lot
from lockstep.platform.audit.models import AuditEntry
from tests.support.plant import LEADER, BuiltPlant, User, step

pytestmark = pytest.mark.anyio


def stop(lot_id: int) -> dict[str, Any]:
    return {"target_kind": "lot", "target_id": lot_id, "reason_code": "tool_worn", "owner": "QA"}


async def lots(plant: BuiltPlant, boss: User) -> dict[str, int]:
    """`A` on the first line, `B` on both, `C` also in an order without a line."""
    orders = {
        line: (await plant.order(step("10"), number=f"WO-{line}", line_code=line))[0] for line in ("L1", "L2", None)
    }
    for code, lines in (("A", ("L1",)), ("B", ("L1", "L2")), ("C", ("L2", None))):
        for line in lines:
            await boss.report(orders[line], 5, lot=code)
    async with plant.sessions() as session:
        return {row.code: row.id for row in await session.execute(select(Lot.code, Lot.id))}


async def listed(user: User, **asked: int) -> dict[str, int]:
    return {block["target"]: block["id"] for block in (await user.get("/blocks", **asked))["blocks"]}


async def test_a_lot_is_stopped_by_who_sees_every_line_it_lies_on(plant: BuiltPlant) -> None:
    boss = await plant.user("boss", LEADER)
    first = await plant.user("first", LEADER, lines=[plant.lines["L1"]])
    second = await plant.user("second", LEADER, lines=[plant.lines["L2"]])
    found = await lots(plant, boss)

    await first.post("/blocks", **stop(found["A"]))
    await second.refused("/blocks", 404, "not_found", **stop(found["A"]))
    for limited in (first, second):
        await limited.refused("/blocks", 404, "not_found", **stop(found["B"]))
    await second.post("/blocks", **stop(found["C"]))
    await boss.post("/blocks", **stop(found["B"]))

    assert sorted(await listed(boss)) == ["A", "B", "C"]
    assert sorted(await listed(first)) == ["A", "B", "C"]
    assert sorted(await listed(boss, line=plant.lines["L1"])) == ["A", "B"]
    assert sorted(await listed(second, line=plant.lines["L1"])) == ["B"]
    blocks = await listed(second)
    assert sorted(blocks) == ["B", "C"]
    await second.refused(f"/blocks/{blocks['B']}/release", 404, "not_found", reason="x")
    await second.post(f"/blocks/{blocks['C']}/release", reason="new tool")
    async with plant.sessions() as session:
        entries = await session.scalars(select(AuditEntry).where(AuditEntry.operation == "wip.set_block"))
        lines = {(entry.after or {})["target_id"]: entry.line_id for entry in entries}
    assert lines == {str(found["A"]): plant.lines["L1"], str(found["B"]): None, str(found["C"]): None}
