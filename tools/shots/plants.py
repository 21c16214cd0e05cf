# SPDX-License-Identifier: Apache-2.0
"""The states of the plant that the pictures show: as in the demonstration, without orders, and overfull."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from lockstep.app.demo import plant
from lockstep.app.demo.telling import Telling
from lockstep.domains.masterdata import operations as masterdata
from lockstep.domains.masterdata import schemas
from lockstep.domains.orders.commands import OperationIn, PlaceOrder
from lockstep.domains.orders.operations.place import place_order
from lockstep.platform.commands.operation import Operation
from lockstep.platform.database.engine import Sessions
from lockstep.platform.metadata.define import ANY
from tools.product import Api

EMPTY = "TRUNCATE work_order, sales_order, command_inbox, parked_command, rule_setting CASCADE"
"""The plant stands, its people may sign in, nothing was ordered and nothing done."""

SITE, LINE = plant.SITE[0], plant.LINE[0]
LONG_ORDER = "WO-2611-0187-SAMPLE-REWORK-2026-Q4-00000042"
ORDERS, DEFECT_CODES = 500, 60
LONG_STEP = {
    "zh-CN": "轴外圆精密磨削及首件全尺寸检验",
    "zh-TW": "軸外圓精密研磨與首件全尺寸檢驗",
    "en": "Precision cylindrical grinding incl. first article",
}
LONG_PRODUCT = {
    "zh-CN": "新能源汽车电动助力转向系统用永磁同步无刷电机总成（含控制器）",
    "zh-TW": "新能源車電動輔助轉向系統用永磁同步無刷馬達總成（含控制器）",
    "en": "Permanent magnet synchronous brushless motor for electric power steering, with controller",
}
LONG_STATION = {
    "zh-CN": "高精度数控外圆磨床 01（恒温间）",
    "zh-TW": "高精度 CNC 外圓磨床 01（恆溫間）",
    "en": "High precision CNC cylindrical grinder 01",
}
LONG_DEFECT = {
    "zh-CN": "外径超差且表面粗糙度不合格",
    "zh-TW": "外徑超差且表面粗糙度不合格",
    "en": "Outer diameter and roughness out of tolerance",
}
LONG_PERSON = "亚历山德拉·康斯坦丁诺普洛斯"
LONG_CUSTOMER = "德麦克转向系统（常州）有限公司第二制造事业部"


async def overfull(sessions: Sessions) -> None:
    """Long names, big quantities, many orders and defect codes."""
    telling = Telling(sessions, datetime.now(UTC))
    await _long_names(telling)
    for index in range(DEFECT_CODES):
        name = {locale: f"{text} {index}" for locale, text in LONG_DEFECT.items()}
        defect = schemas.DefineDefectCode(
            id=uuid4(), code=f"X-{index:03}", name=name, favourite_at=["20"] if index < 9 else []
        )
        await telling.run(masterdata.define_defect_code, defect)
    for index in range(ORDERS):
        await telling.run(place_order, _order(index, telling.now))


async def _long_names(telling: Telling) -> None:
    changes: tuple[tuple[Operation[Any, Any], dict[str, Any]], ...] = (
        (masterdata.define_product, {"code": "EPS-72B", "name": LONG_PRODUCT, "tray_quantity": 2_500_000}),
        (
            masterdata.define_station,
            {"site_code": SITE, "line_code": LINE, "code": "GR-01", "name": LONG_STATION},
        ),
        (masterdata.define_person, {"site_code": SITE, "code": "E1001", "name": LONG_PERSON}),
        (masterdata.define_customer, {"code": "C-DMK", "name": LONG_CUSTOMER, "grade": "A"}),
    )
    for op, values in changes:
        change = {"id": uuid4(), "expected_version": ANY, "reason": "long names", **values}
        await telling.run(op, op.command.model_validate(change))


def _order(index: int, now: datetime) -> PlaceOrder:
    steps = [
        OperationIn(
            code=step.code,
            name=LONG_STEP if step.code == "20" else step.name,
            stations=list(step.stations),
            successor=step.successor,
            acceptance="after_report",
            input_rule="warn",
            piece_seconds=0,
        )
        for step in plant.STEPS
    ]
    return PlaceOrder(
        id=uuid4(),
        site_code=SITE,
        line_code=LINE,
        number=LONG_ORDER if index == 0 else f"WO-2612-{index:04}",
        product_code="EPS-72B",
        customer_code="C-DMK",
        quantity=12_500_000,
        due_at=now + timedelta(days=1 + index % 30),
        operations=steps,
    )


def happened(admin: Api, worker: Api, order: str) -> int:
    """Somebody reported and paused a job, three reports wait to be decided on; answers the operation to be shown."""
    operation = admin.operation(order, "20")
    sheet = admin.get(f"/operations/{operation}/sheet")
    line = {"defect_code": sheet["defects"][0]["code"], "quantity": 1, "disposition": "rework"}
    report = {"operation_id": operation, "good": 11, "ng": 1, "defects": [line]}
    booked = worker.command("/reports", **report)
    worker.command("/reports", operation_id=operation, good=7, ng=0)
    worker.command(f"/reports/{booked['report_id']}/reverse", reason="undo")
    # Nobody inspects what is packed: these are paid at once, on whatever day the screens are opened.
    worker.command("/reports", operation_id=admin.operation("WO-2611-0183", "80"), good=3, ng=0)
    _handed_over(admin, worker, operation)
    paused = admin.operation("WO-2611-0195", "20")
    worker.command(f"/operations/{paused}/pause", reason="换刀")
    blocked = admin.operation("WO-2611-0176", "70")
    unbooked = 12_000 if order == LONG_ORDER else 60
    for number, more in ((operation, {"good": unbooked, "ng": 1, "defects": [line]}), (blocked, {"good": 30})):
        worker.command("/reports", **{**report, "ng": 0, "defects": [], **more, "operation_id": number, "mode": "book"})
    worker.command("/reports", **{**report, "operation_id": 4_000_000, "mode": "book"})
    return operation


def _handed_over(admin: Api, worker: Api, operation: int) -> None:
    """The leader told something that nobody has read yet; the worker told the shift before, and recorded time."""
    here = {"station_id": admin.product.stations["GR-01"]}
    told = worker.command("/handovers", **here, text="砂轮还能修两次，料在 3 号架。")
    admin.command(f"/handovers/{told['handover_id']}/take-over")
    text = "首件等孙颖判，判了才能接着磨。\n换下来的砂轮放回工具间，编号写在本子上。"
    admin.command("/handovers", **here, operation_id=operation, text=text)
    began, ended = (datetime.now(UTC) - timedelta(minutes=ago) for ago in (95, 22))
    times = {"started_at": began.isoformat(), "ended_at": ended.isoformat()}
    worker.command("/time-records", operation_id=operation, kind="setup", note="换了 80 号砂轮", **times)


def printed_and_outgrown(admin: Api, order: str) -> int:
    """A card of the order's first revision is out there; of the second there is one already. Answers the order."""
    order_id = int(admin.get("/scan", code=order)["order_id"])
    [row] = [row for row in admin.get("/entities/work_order/records", search=order)["rows"] if row["id"] == order_id]
    card = {"kind": "traveller", "subject_id": order_id}
    admin.command("/documents/print", **card, revision=row["revision"])
    later = {**row["values"], "due_at": "2026-12-24T08:00:00Z"}
    admin.command("/entities/work_order/save", **later, expected_version=row["version"], reason="later")
    admin.command("/documents/print", **card, revision=row["revision"] + 1)
    return order_id
