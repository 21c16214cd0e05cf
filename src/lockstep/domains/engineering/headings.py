# SPDX-License-Identifier: Apache-2.0
"""How plants head the columns of their lists of parts and routings."""

from lockstep.domains.masterdata.headings import PRODUCT, SITE, Headings

EDITION = ("版本", "版本号", "版本號", "Version", "Revision", "Rev")
OPERATION = (
    "工序号",
    "工序编号",
    "工序编码",
    "製程代號",
    "製程代碼",
    "Operation number",
    "Operation no",
    "Op",
    "Op no",
)

BOM: Headings = {
    "product_code": ("父件", "父项", "母件", "成品", "主件", "主件品號", "Parent", "Assembly", *PRODUCT),
    "edition": EDITION,
    "components.component_code": (
        *("子项", "子件料号", "子件编码", "元件", "元件品號", "子件料號"),
        *("Component code", "Component number", "Child"),
    ),
    "components.quantity": ("单位用量", "子件数量", "數量", "数量", "組成用量", "Qty", "Qty per", "Quantity per"),
    "components.scrap_percent": ("损耗率", "损耗率%", "損耗率", "Scrap", "Scrap rate"),
    "components.operation": ("领料工序", *OPERATION),
    "components.substitute_codes": ("替代件", "替代料号", "替代料號", "Substitute", "Alternate"),
}
ROUTING: Headings = {
    "site_code": SITE,
    "product_code": PRODUCT,
    "edition": EDITION,
    "operations.code": ("工序", "製程", "Operation", *OPERATION),
    "operations.name.zh-CN": ("工序名称", "工序名"),
    "operations.name.zh-TW": ("製程名稱",),
    "operations.name.en": ("Operation name", "Description"),
    "operations.setup_seconds": ("准备时间", "准备工时", "準備時間", "Setup time", "Setup"),
    "operations.piece_seconds": ("单件时间", "单件工时", "节拍", "單件時間", "標準工時", "Cycle time", "Run time"),
    "operations.piece_rate": ("单价", "工价", "單價", "工價", "Rate"),
}
