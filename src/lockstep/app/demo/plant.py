# SPDX-License-Identifier: Apache-2.0
"""The demonstration plant: 澄岚电机, an invented maker of motors in Changzhou. Data only."""

from dataclasses import dataclass, replace

SITE = ("CZ", {"zh-CN": "常州工厂", "zh-TW": "常州廠", "en": "Changzhou plant"})
LINE = ("M1", {"zh-CN": "电机一线", "zh-TW": "馬達一線", "en": "Motor line 1"})

SHIFTS = (
    ("DAY", {"zh-CN": "白班", "zh-TW": "日班", "en": "Day shift"}, "08:00", "20:00"),
    ("NIGHT", {"zh-CN": "夜班", "zh-TW": "夜班", "en": "Night shift"}, "20:00", "08:00"),
)

STATIONS = (
    ("CNC-03", {"zh-CN": "数控车 03", "zh-TW": "CNC 車床 03", "en": "CNC lathe 03"}, None),
    ("GR-01", {"zh-CN": "磨床 01", "zh-TW": "磨床 01", "en": "Grinder 01"}, "GR"),
    ("GR-02", {"zh-CN": "磨床 02", "zh-TW": "磨床 02", "en": "Grinder 02"}, "GR"),
    ("MC-05", {"zh-CN": "加工中心 05", "zh-TW": "綜合加工機 05", "en": "Machining centre 05"}, None),
    ("WD-01", {"zh-CN": "绕线机 01", "zh-TW": "繞線機 01", "en": "Winder 01"}, "WD"),
    ("WD-02", {"zh-CN": "绕线机 02", "zh-TW": "繞線機 02", "en": "Winder 02"}, "WD"),
    ("PR-02", {"zh-CN": "压机 02", "zh-TW": "壓床 02", "en": "Press 02"}, None),
    ("AS-1", {"zh-CN": "总装 1", "zh-TW": "組裝 1", "en": "Assembly 1"}, None),
    ("EOL-1", {"zh-CN": "测试台 1", "zh-TW": "測試台 1", "en": "Test bench 1"}, None),
    ("PK-1", {"zh-CN": "包装 1", "zh-TW": "包裝 1", "en": "Packing 1"}, None),
)


@dataclass(frozen=True, slots=True)
class Step:
    """`hours` per hundred pieces."""

    code: str
    name: dict[str, str]
    stations: tuple[str, ...]
    hours: float
    successor: str | None
    acceptance: str = "after_report"


STEPS = (
    Step("10", {"zh-CN": "轴精车", "zh-TW": "軸精車", "en": "Turning"}, ("CNC-03",), 1.6, "20"),
    Step("20", {"zh-CN": "轴磨削", "zh-TW": "軸研磨", "en": "Grinding"}, ("GR-01", "GR-02"), 2.0, "50"),
    Step("30", {"zh-CN": "端盖加工", "zh-TW": "端蓋加工", "en": "End cap"}, ("MC-05",), 1.5, "60"),
    Step("40", {"zh-CN": "定子绕线", "zh-TW": "定子繞線", "en": "Winding"}, ("WD-01", "WD-02"), 3.0, "60"),
    Step("50", {"zh-CN": "转子压装", "zh-TW": "轉子壓入", "en": "Press fit"}, ("PR-02",), 1.1, "60"),
    Step("60", {"zh-CN": "总装", "zh-TW": "總組裝", "en": "Assembly"}, ("AS-1",), 1.8, "70"),
    Step("70", {"zh-CN": "性能测试", "zh-TW": "性能測試", "en": "End test"}, ("EOL-1",), 1.2, "80"),
    Step("80", {"zh-CN": "包装入库", "zh-TW": "包裝入庫", "en": "Packing"}, ("PK-1",), 0.5, None, "none"),
)

STEPS_LEFT_OUT = {"SA-16": ("20",)}
"""The seat motor's shaft needs no grinding."""


def route_of_product(product: str) -> list[Step]:
    """The steps of a product; a step that leads to one that is left out leads to what follows it."""
    left_out = STEPS_LEFT_OUT.get(product, ())
    following = {step.code: step.successor for step in STEPS}

    def after(code: str | None) -> str | None:
        while code is not None and code in left_out:
            code = following[code]
        return code

    return [replace(step, successor=after(step.successor)) for step in STEPS if step.code not in left_out]


PRODUCTS = (
    ("WP-40", {"zh-CN": "电子水泵电机", "zh-TW": "電子水泵馬達", "en": "water pump motor"}),
    ("EPS-72A", {"zh-CN": "转向电机", "zh-TW": "轉向馬達", "en": "steering motor"}),
    ("EPS-72B", {"zh-CN": "转向电机", "zh-TW": "轉向馬達", "en": "steering motor"}),
    ("SA-16", {"zh-CN": "座椅电机", "zh-TW": "座椅馬達", "en": "seat motor"}),
    ("BM-28", {"zh-CN": "鼓风机电机", "zh-TW": "鼓風機馬達", "en": "blower motor"}),
)
TRAY = 50

CUSTOMERS = (
    ("C-DMK", "德麦克转向", "A"),
    ("C-BQ", "北桥热管理", "B"),
    ("C-YL", "远岭汽车", "A"),
    ("C-ST", "三田座椅", "B"),
    ("C-YC", "奕川新能源", "B"),
)

DEFECTS = (
    ("D-OD", {"zh-CN": "外径偏大", "zh-TW": "外徑偏大", "en": "OD oversize"}, "major", "pending"),
    ("D-CH", {"zh-CN": "振纹", "zh-TW": "振紋", "en": "Chatter"}, "minor", "rework"),
    ("D-DN", {"zh-CN": "磕碰", "zh-TW": "碰傷", "en": "Dent"}, "minor", "scrap"),
    ("D-BN", {"zh-CN": "烧伤", "zh-TW": "燒傷", "en": "Burn"}, "major", "scrap"),
    ("D-RD", {"zh-CN": "圆度", "zh-TW": "真圓度", "en": "Roundness"}, "major", "pending"),
    ("D-SC", {"zh-CN": "划伤", "zh-TW": "刮傷", "en": "Scratch"}, "minor", "rework"),
    ("D-SZ", {"zh-CN": "尺寸超差", "zh-TW": "尺寸超規", "en": "Out of tolerance"}, "major", "pending"),
    ("D-BR", {"zh-CN": "毛刺", "zh-TW": "毛邊", "en": "Burr"}, "minor", "rework"),
    ("D-WB", {"zh-CN": "断线", "zh-TW": "斷線", "en": "Broken wire"}, "major", "scrap"),
    ("D-TN", {"zh-CN": "匝数不符", "zh-TW": "匝數不符", "en": "Wrong turn count"}, "major", "rework"),
    ("D-IN", {"zh-CN": "绝缘不良", "zh-TW": "絕緣不良", "en": "Insulation"}, "critical", "pending"),
    ("D-PF", {"zh-CN": "压装力超限", "zh-TW": "壓入力超規", "en": "Press force"}, "major", "pending"),
    ("D-NS", {"zh-CN": "噪声超标", "zh-TW": "噪音超標", "en": "Noise"}, "major", "rework"),
    ("D-LB", {"zh-CN": "标签错误", "zh-TW": "標籤錯誤", "en": "Wrong label"}, "minor", "rework"),
)
DEFECTS_OF = {
    "10": ("D-SZ", "D-BR", "D-DN", "D-SC"),
    "20": ("D-OD", "D-CH", "D-DN", "D-BN", "D-RD", "D-SC"),
    "30": ("D-SZ", "D-BR", "D-SC", "D-DN"),
    "40": ("D-WB", "D-TN", "D-IN"),
    "50": ("D-PF", "D-DN", "D-SC"),
    "60": ("D-SC", "D-DN", "D-NS"),
    "70": ("D-NS", "D-IN", "D-SC"),
    "80": ("D-LB", "D-SC"),
}


@dataclass(frozen=True, slots=True)
class Worker:
    """`log_in` names the account. Roles: operator, inspector, leader, planner, manager, admin."""

    code: str
    name: str
    log_in: str
    role: str
    pin: str | None = None


WORKERS = (
    Worker("E1001", "周建国", "zhou", "operator", "1001"),
    Worker("E1002", "李秀兰", "li", "operator", "1002"),
    Worker("E1003", "王海涛", "wang", "operator", "1003"),
    Worker("E1004", "陈志强", "chen", "operator", "1004"),
    Worker("E2001", "孙颖", "sun", "inspector", "2001"),
    Worker("E2002", "赵明", "zhao", "leader", "2002"),
    Worker("E3001", "沈嘉", "shen", "planner"),
    Worker("E3002", "吴向东", "wu", "manager"),
    Worker("E9001", "管理员", "admin", "admin"),
)
