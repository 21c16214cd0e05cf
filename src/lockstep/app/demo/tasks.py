# SPDX-License-Identifier: Apache-2.0
"""What was agreed at the last meetings of the demonstration plant: some of it done, some open, one overdue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lockstep.app.demo.history import ZONE, day_begin
from lockstep.app.demo.orders import Placed
from lockstep.app.demo.people import INSPECTOR, LEADER, MANAGER, PLANNER, Cast
from lockstep.app.demo.telling import Telling, story_id
from lockstep.domains.tasks.operations import agree_task, finish_task
from lockstep.domains.tasks.schemas import AgreeTask, FinishTask

MEETING = time(8, 15)
DONE_AFTER = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Agreed:
    """Days count from the meeting of today; `done`: what was done about it, on the day it was agreed."""

    order: str
    step: str | None
    text: str
    owner: str
    days_ago: int
    due_in: int
    done: str | None = None


TASKS = (
    Agreed("WO-2611-0183", "40", "WD-02 的张力器换备件，换好告诉计划", LEADER, 2, -1),
    Agreed("WO-2611-0187", "20", "修整 GR-01 的砂轮，外径稳住再开", "E1001", 1, 0, "砂轮修过，连测 5 件都在公差内"),
    Agreed("WO-2611-0191", "10", "座椅电机的轴多开一个夜班", MANAGER, 1, 0, "今晚起夜班加一人"),
    Agreed("WO-2611-0187", "50", "轴坯批次 L261118-07 全数复检，分出可用的", INSPECTOR, 0, 1),
    Agreed("WO-2611-0176", None, "给德麦克转向报新交期", PLANNER, 0, 0),
    Agreed("WO-2611-0176", "70", "测试台先测 0176，隔离的 84 件判完就补测", LEADER, 0, 1),
)


async def tell_tasks(telling: Telling, cast: Cast, placed: Mapping[str, Placed]) -> None:
    for task in TASKS:
        await _tell(telling, cast, placed[task.order], task)


async def _tell(telling: Telling, cast: Cast, order: Placed, task: Agreed) -> None:
    today = day_begin(telling.now).date()
    meeting = today - timedelta(days=task.days_ago)
    at = min(datetime.combine(meeting, MEETING, ZONE), telling.now)
    owner = cast.office(task.owner)
    assert owner.person_id is not None
    agree = AgreeTask(
        id=story_id("task", task.order, task.text),
        text=task.text,
        owner_id=owner.person_id,
        due_on=today + timedelta(days=task.due_in),
        order_id=order.id,
        operation_id=None if task.step is None else order.operations[task.step],
        meeting_on=meeting,
    )
    agreed = await telling.run(agree_task, agree, at, cast.office(LEADER))
    if task.done is not None:
        done = FinishTask(
            id=story_id("task", task.order, task.text, "done"),
            task_id=agreed["task_id"],
            expected_version=1,
            outcome=task.done,
        )
        await telling.run(finish_task, done, min(at + DONE_AFTER, telling.now), owner)
