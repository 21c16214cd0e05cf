# SPDX-License-Identifier: Apache-2.0
"""How plants head the columns of their own sheets, beside the words of the screens: by entity and column."""

from collections.abc import Mapping

Headings = Mapping[str, tuple[str, ...]]

SITE = ("厂区", "工厂编码", "工厂代码", "廠別", "廠區代碼", "Plant", "Plant code", "Factory", "Site code")
LINE = ("产线编码", "产线代码", "线别", "線別", "產線代碼", "Production line", "Line code")
PRODUCT = (
    *("料号", "物料编码", "物料编号", "物料号", "产品编码", "产品编号", "产品代码", "品号", "存货编码"),
    *("料號", "品號", "產品編號", "產品代碼", "料品編號"),
    *("Part number", "Part no", "Part", "Item", "Item number", "Item code", "Material", "Product code", "SKU"),
)
CUSTOMER = ("客户编码", "客户编号", "客户代码", "客戶代號", "客戶編號", "Customer code", "Customer number")

HEADINGS: Mapping[str, Headings] = {
    "site": {"code": SITE},
    "area": {"site_code": SITE, "code": ("车间编码", "车间代码", "車間代碼", "Area code")},
    "line": {"site_code": SITE, "code": LINE, "area_code": ("所属车间", "車間代碼", "Area code")},
    "station": {
        "site_code": SITE,
        "line_code": LINE,
        "code": (
            *("工位号", "工位编码", "工位代码", "机台号", "工作站代碼", "機台", "機台編號"),
            *("Station", "Station code", "Work center", "Workstation"),
        ),
        "name.zh-CN": ("工位名称", "机台名称"),
        "name.zh-TW": ("工作站名稱", "機台名稱"),
        "name.en": ("Station name",),
        "equipment_number": ("设备号", "资产编号", "設備號碼", "資產編號", "Equipment", "Asset number"),
    },
    "shift": {
        "site_code": SITE,
        "code": ("班次编码", "班次代码", "班別代碼", "Shift", "Shift code"),
        "starts": ("开始时间", "上班时间", "開始時間", "上班時間", "Start", "Start time", "From"),
        "ends": ("结束时间", "下班时间", "結束時間", "下班時間", "End", "End time", "To"),
    },
    "calendar_day": {"site_code": SITE},
    "team": {"site_code": SITE, "line_code": LINE, "code": ("班组编码", "班組代碼", "Team code")},
    "skill": {"code": ("技能编码", "技能代碼", "Skill code")},
    "person": {
        "site_code": SITE,
        "code": (
            *("工号", "员工编号", "员工号", "人员编码", "职工号", "工號", "員工編號", "員工代號"),
            *("Employee number", "Employee no", "Employee ID", "Personnel number", "Staff number", "Worker number"),
        ),
        "name": ("姓名", "员工姓名", "员工", "員工姓名", "員工", "Full name", "Employee", "Employee name"),
        "team_code": ("班组编码", "班组代码", "小组", "班組代碼", "Team code", "Crew"),
        "skill_codes": ("技能编码", "工种", "技能代碼", "Skill"),
    },
    "product": {
        "code": PRODUCT,
        "name.zh-CN": ("品名", "产品名称", "物料名称", "存货名称"),
        "name.zh-TW": ("品名", "產品名稱", "料品名稱"),
        "name.en": ("Description", "Part name", "Part description", "Item description", "Product name"),
        "drawing": ("图纸号", "图纸编号", "圖面編號", "Drawing number", "Drawing no"),
        "unit": ("计量单位", "主单位", "計量單位", "UoM", "Unit of measure"),
        "tray_quantity": (
            *("箱容量", "每箱", "每箱数量", "包装数量", "每箱數量", "容器數量"),
            *("Pack quantity", "Box quantity"),
        ),
        "standard_cost": ("成本", "標準單價", "Cost"),
    },
    "defect_code": {
        "code": (
            *("缺陷编码", "缺陷编号", "不良代码", "不良编码", "不良代碼", "不良代號"),
            *("Defect", "Defect code", "Fault code", "NG code"),
        ),
        "name.zh-CN": ("缺陷名称", "不良名称", "不良现象"),
        "name.zh-TW": ("不良名稱", "不良現象"),
        "name.en": ("Defect name", "Description"),
    },
    "reason": {"code": ("原因编码", "原因代码", "原因代碼", "Reason code")},
    "customer": {"code": CUSTOMER, "name": ("客户名称", "客户", "客戶名稱", "客戶", "Customer", "Customer name")},
    "supplier": {
        "code": ("供应商编码", "供应商代码", "供應商代碼", "廠商代號", "Supplier code", "Vendor code"),
        "name": ("供应商名称", "供应商", "供應商名稱", "廠商名稱", "Supplier", "Supplier name", "Vendor"),
    },
}
