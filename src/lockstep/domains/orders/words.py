# SPDX-License-Identifier: Apache-2.0
"""The words of customer orders and work orders in three languages."""

from lockstep.domains.engineering.words import WORDS as ENGINEERING
from lockstep.domains.masterdata.words import names
from lockstep.platform.database.base import Names

SALES_ORDER: dict[str, Names] = ENGINEERING | {
    "entity.sales_order": names("客户订单", "客戶訂單", "Customer orders"),
    "number": names("单号", "單號", "Number"),
    "customer_code": names("客户", "客戶", "Customer"),
    "customer_reference": names("客户采购单号", "客戶採購單號", "Customer's reference"),
    "lines": names("行", "明細", "Lines"),
    "line": names("行号", "項次", "Line"),
    "quantity": names("数量", "數量", "Quantity"),
    "due_at": names("交期", "交期", "Due"),
    "promised_at": names("承诺交期", "承諾交期", "Promised"),
    "price": names("单价", "單價", "Price"),
}
WORK_ORDER: dict[str, Names] = SALES_ORDER | {
    "entity.work_order": names("工单", "工單", "Work orders"),
    "start_at": names("最早开工", "最早開工", "Earliest start"),
    "priority": names("优先级", "優先順序", "Priority"),
    "pegs": names("对应需求", "對應需求", "Made for"),
    "sales_order_code": names("客户订单", "客戶訂單", "Customer order"),
    "sales_line": names("行号", "項次", "Line"),
    "parent_order_code": names("上级工单", "上階工單", "Parent work order"),
    "stations": names(
        "指定工位（其余在可用的工位上做）", "指定工作站（其餘在可用的工作站做）", "Stations (none: any allowed)"
    ),
    "station_code": names("工位", "工作站", "Station"),
    "new_number": names("新工单号", "新工單號碼", "Number of the new order"),
    "status.planned": names("未下达", "未發放", "Not released"),
    "status.released": names("已下达", "已發放", "Released"),
    "status.running": names("生产中", "生產中", "Running"),
    "status.paused": names("暂停", "暫停", "Paused"),
    "status.completed": names("完成", "完成", "Completed"),
    "status.short_closed": names("短交关闭", "已指定結案", "Short-closed"),
    "status.cancelled": names("已取消", "已取消", "Cancelled"),
    "action.release": names("下达", "發放", "Release"),
    "action.rush": names("插单", "插單", "Rush"),
    "action.cancel": names("取消", "取消", "Cancel"),
    "action.short_close": names("短交关闭", "指定結案", "Short-close"),
    "action.hold": names("暂停", "暫停", "Pause"),
    "action.resume": names("恢复", "恢復", "Resume"),
    "action.split": names("拆单", "拆單", "Split"),
}
