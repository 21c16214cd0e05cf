# SPDX-License-Identifier: Apache-2.0
"""What stands behind the demonstration's products: parts, lists of parts, skills, reasons, partners. Data only."""

from dataclasses import dataclass

Words = dict[str, str]

AREA = ("MOT", {"zh-CN": "电机车间", "zh-TW": "馬達生產區", "en": "Motor shop"})

TEAMS = (
    ("A", {"zh-CN": "甲班", "zh-TW": "甲班", "en": "Team A"}),
    ("B", {"zh-CN": "乙班", "zh-TW": "乙班", "en": "Team B"}),
)
TEAM_OF = {"E1001": "A", "E1002": "A", "E2001": "A", "E2002": "A", "E1003": "B", "E1004": "B"}

SKILLS = (
    ("MACH", {"zh-CN": "机加工", "zh-TW": "機械加工", "en": "Machining"}),
    ("WIND", {"zh-CN": "绕线", "zh-TW": "繞線", "en": "Winding"}),
    ("ASSY", {"zh-CN": "装配", "zh-TW": "組裝", "en": "Assembly"}),
    ("TEST", {"zh-CN": "测试", "zh-TW": "測試", "en": "Testing"}),
    ("PACK", {"zh-CN": "包装", "zh-TW": "包裝", "en": "Packing"}),
)
SKILLS_OF = {
    "E1001": ("MACH",),
    "E1002": ("WIND", "ASSY", "TEST", "PACK"),
    "E1003": ("MACH",),
    "E1004": ("WIND", "ASSY", "TEST", "PACK"),
    "E2001": ("TEST",),
    "E2002": ("MACH", "ASSY"),
}
SKILL_AT = {
    "10": "MACH",
    "20": "MACH",
    "30": "MACH",
    "40": "WIND",
    "50": "ASSY",
    "60": "ASSY",
    "70": "TEST",
    "80": "PACK",
}
PIECE_RATES = {"10": 0.42, "20": 0.55, "30": 0.38, "40": 0.86, "50": 0.3, "60": 0.64, "70": 0.28, "80": 0.12}

LIMITS = (
    ("20", "OD", {"zh-CN": "轴径", "zh-TW": "軸徑", "en": "Shaft diameter"}, "mm", (7.991, 7.995, 7.999)),
    ("50", "FORCE", {"zh-CN": "压装力", "zh-TW": "壓入力", "en": "Press force"}, "kN", (4.2, 5, 6.1)),
    ("70", "NOISE", {"zh-CN": "噪声", "zh-TW": "噪音", "en": "Noise"}, "dB", (None, 42, 48)),
)
"""Step, code, name, unit, and the limits: low, target, high."""

REASONS = (
    ("P-MAT", "pause", {"zh-CN": "等料", "zh-TW": "待料", "en": "Waiting for material"}),
    ("P-TOOL", "pause", {"zh-CN": "换刀", "zh-TW": "換刀", "en": "Tool change"}),
    ("P-SET", "pause", {"zh-CN": "调机", "zh-TW": "調機", "en": "Set-up"}),
    ("P-MACH", "pause", {"zh-CN": "设备故障", "zh-TW": "設備故障", "en": "Machine down"}),
    ("P-QC", "pause", {"zh-CN": "等检验", "zh-TW": "等檢驗", "en": "Waiting for inspection"}),
    ("P-BRK", "pause", {"zh-CN": "吃饭休息", "zh-TW": "用餐休息", "en": "Break"}),
    ("H-SUS", "hold", {"zh-CN": "可疑品隔离", "zh-TW": "可疑品隔離", "en": "Suspect pieces"}),
    ("H-LOT", "hold", {"zh-CN": "来料批次可疑", "zh-TW": "來料批號可疑", "en": "Suspect material lot"}),
    ("R-OK", "release", {"zh-CN": "复检合格", "zh-TW": "複驗合格", "en": "Passed recheck"}),
    ("R-FIX", "release", {"zh-CN": "问题已解决", "zh-TW": "問題已解決", "en": "Problem solved"}),
    ("C-CNT", "correct", {"zh-CN": "数量点错", "zh-TW": "數量點錯", "en": "Miscounted"}),
    ("C-ORD", "correct", {"zh-CN": "报错工单", "zh-TW": "報錯工單", "en": "Wrong order"}),
    ("X-REP", "scrap", {"zh-CN": "返修不经济", "zh-TW": "不值得重工", "en": "Not worth reworking"}),
    ("N-CUS", "cancel", {"zh-CN": "客户取消", "zh-TW": "客戶取消", "en": "Cancelled by customer"}),
    ("S-SAFE", "stop", {"zh-CN": "安全隐患", "zh-TW": "安全疑慮", "en": "Safety"}),
    ("S-QUAL", "stop", {"zh-CN": "质量异常", "zh-TW": "品質異常", "en": "Quality problem"}),
    ("S-DOWN", "stop", {"zh-CN": "设备故障", "zh-TW": "設備故障", "en": "Machine down"}),
    ("T-MAT", "handover", {"zh-CN": "料快用完", "zh-TW": "料快用完", "en": "Material is running out"}),
    ("T-TOOL", "handover", {"zh-CN": "刀具要换", "zh-TW": "刀具要換", "en": "The tool needs changing"}),
    ("T-FIRST", "handover", {"zh-CN": "首件还没验", "zh-TW": "首件還沒驗", "en": "The first piece is not checked yet"}),
    ("T-CLEAN", "handover", {"zh-CN": "设备已清洁", "zh-TW": "設備已清潔", "en": "The machine is clean"}),
    ("U-CUS", "rush", {"zh-CN": "客户催货", "zh-TW": "客戶催貨", "en": "Customer is waiting"}),
)

EQUIPMENT = {
    "CNC-03": "CL-E-0103",
    "GR-01": "CL-E-0211",
    "GR-02": "CL-E-0212",
    "MC-05": "CL-E-0305",
    "WD-01": "CL-E-0401",
    "WD-02": "CL-E-0402",
    "PR-02": "CL-E-0502",
    "AS-1": "CL-E-0601",
    "EOL-1": "CL-E-0701",
    "PK-1": "CL-E-0801",
}
"""What the machines are called in the books of the plant, by station."""

LABEL_FORMATS = (
    ("A4-CARD", "traveller", {"zh-CN": "A4 流转卡", "zh-TW": "A4 流程卡", "en": "A4 card"}, (210, 297)),
    ("ST-100", "station", {"zh-CN": "工位牌", "zh-TW": "工作站牌", "en": "Station plate"}, (100, 70)),
    ("ID-86", "badge", {"zh-CN": "胸卡", "zh-TW": "識別證", "en": "Badge card"}, (86, 54)),
    ("TRAY-80", "tray", {"zh-CN": "料盘标签", "zh-TW": "料盤標籤", "en": "Tray label"}, (80, 60)),
    ("LOT-60", "lot", {"zh-CN": "批次标签", "zh-TW": "批號標籤", "en": "Lot label"}, (60, 40)),
)
"""Code, what is printed on it, name, width and height in millimetres."""

SUPPLIERS = (("S-HX", "宏昕精密轴业", "A"), ("S-JY", "江源电磁线", "B"))

DAYS_OFF = (
    ("01-01", {"zh-CN": "元旦", "zh-TW": "元旦", "en": "New Year"}),
    ("05-01", {"zh-CN": "劳动节", "zh-TW": "勞動節", "en": "Labour Day"}),
    ("10-01", {"zh-CN": "国庆节", "zh-TW": "國慶日", "en": "National Day"}),
)

MOTOR_COSTS = {"WP-40": 86, "EPS-72A": 214, "EPS-72B": 223, "SA-16": 41.5, "BM-28": 63}
PRICES = {"WP-40": 118, "EPS-72A": 296, "EPS-72B": 305, "SA-16": 57.8, "BM-28": 88}
ALIASES = {"WP-40": ["6G-4012"], "EPS-72A": ["DMK-72-01"], "EPS-72B": ["YL-7202"], "SA-16": ["ST16-A"], "BM-28": []}
FAMILIES = {"WP-40": "40", "EPS-72A": "72", "EPS-72B": "72", "SA-16": "16", "BM-28": "28"}
"""Rotor, stator, end cap and shaft are common to the motors of a family."""


@dataclass(frozen=True, slots=True)
class Part:
    code: str
    name: Words
    cost: float
    unit: str = "pcs"
    decimals: int = 0
    tracking: str = "none"


PARTS = (
    Part("BRG-608", {"zh-CN": "轴承 608", "zh-TW": "軸承 608", "en": "Bearing 608"}, 2.4, tracking="lot"),
    Part("MAG-N35", {"zh-CN": "磁钢 N35", "zh-TW": "磁鐵 N35", "en": "Magnet N35"}, 1.85, tracking="lot"),
    Part("WIRE-05", {"zh-CN": "漆包线 0.5", "zh-TW": "漆包線 0.5", "en": "Magnet wire 0.5"}, 72, "kg", 3, "lot"),
    Part("INS-P", {"zh-CN": "绝缘纸", "zh-TW": "絕緣紙", "en": "Insulation paper"}, 0.6),
    Part("BOX-M", {"zh-CN": "包装箱", "zh-TW": "包裝箱", "en": "Box"}, 3.2),
    Part("LBL-M", {"zh-CN": "产品标签", "zh-TW": "產品標籤", "en": "Label"}, 0.08),
)

FAMILY_PARTS = (
    ("SHB", {"zh-CN": "轴坯", "zh-TW": "軸胚", "en": "Shaft blank"}, 6.2, "lot"),
    ("CORE", {"zh-CN": "转子铁芯", "zh-TW": "轉子鐵芯", "en": "Rotor core"}, 4.1, "none"),
    ("LAM", {"zh-CN": "定子铁芯", "zh-TW": "定子鐵芯", "en": "Stator core"}, 7.4, "none"),
    ("CAP", {"zh-CN": "端盖毛坯", "zh-TW": "端蓋毛胚", "en": "End cap blank"}, 3.8, "lot"),
    ("ROT", {"zh-CN": "转子组件", "zh-TW": "轉子總成", "en": "Rotor assembly"}, 21.5, "none"),
    ("STA", {"zh-CN": "定子组件", "zh-TW": "定子總成", "en": "Stator assembly"}, 28.9, "none"),
)
ASSEMBLIES = {
    "ROT": (("SHB", 1, "10"), ("CORE", 1, "50"), ("MAG-N35", 8, "50")),
    "STA": (("LAM", 1, "40"), ("WIRE-05", 0.35, "40"), ("INS-P", 1, "40")),
    "motor": (
        *(("ROT", 1, "60"), ("STA", 1, "60"), ("CAP", 2, "30"), ("BRG-608", 2, "60")),
        *(("BOX-M", 0.02, "80"), ("LBL-M", 1, "80")),
    ),
}
"""Component, quantity and the step that takes it. Family parts are named without their family."""

SCRAP_PERCENT = {"SHB": 2, "CAP": 1, "WIRE-05": 3}


def part_of_family(kind: str, family: str) -> str:
    """Common parts keep their code."""
    return f"{kind}-{family}" if kind in {row[0] for row in FAMILY_PARTS} else kind
