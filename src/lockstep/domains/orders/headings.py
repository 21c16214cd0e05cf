# SPDX-License-Identifier: Apache-2.0
"""How plants head the columns of their orders."""

from lockstep.domains.masterdata.headings import CUSTOMER, LINE, PRODUCT, SITE, Headings

QUANTITY = ("Qty", "订单数量", "訂單數量", "Order quantity")
DUE = ("交货日期", "交货期", "要求交期", "預計交期", "交貨日期", "Due date", "Delivery date")

SALES_ORDER: Headings = {
    "site_code": SITE,
    "number": ("订单号", "销售订单号", "客户订单号", "訂單號碼", "訂單編號", "Order", "Order number", "Sales order"),
    "customer_code": CUSTOMER,
    "customer_reference": ("采购单号", "客户单号", "客戶單號", "PO", "PO number", "Purchase order"),
    "lines.line": ("行", "序号", "订单行", "序號", "Item no", "Position"),
    "lines.product_code": PRODUCT,
    "lines.quantity": QUANTITY,
    "lines.due_at": DUE,
    "lines.promised_at": ("承诺日期", "承諾日期", "Promised date"),
    "lines.price": ("价格", "含税单价", "價格", "Unit price"),
}
WORK_ORDER: Headings = {
    "site_code": SITE,
    "line_code": LINE,
    "number": (
        *("工单号", "工单编号", "生产订单号", "任务单号", "製令單號", "製令編號", "工單號"),
        *("Order", "Order number", "Work order", "WO", "WO number"),
    ),
    "product_code": PRODUCT,
    "customer_code": CUSTOMER,
    "quantity": ("生产数量", "计划数量", "工单数量", "預計產量", "製令數量", "Planned quantity", *QUANTITY),
    "due_at": ("完工日期", "计划完工", "預計完工", *DUE),
    "start_at": ("计划开工", "开工日期", "預計開工", "Start", "Start date"),
}
