# SPDX-License-Identifier: Apache-2.0
"""The headings of sheets, and what rules of the plant are set for, in three languages."""

from lockstep.domains.masterdata.words import names
from lockstep.platform.database.base import Names

WORDS: dict[str, Names] = {
    "code": names("工号", "工號", "Number"),
    "name": names("姓名", "姓名", "Name"),
    "team": names("班组", "班組", "Team"),
    "first": names("从", "從", "From"),
    "last": names("到", "到", "To"),
    "reports": names("报工次数", "報工次數", "Reports"),
    "made": names("产量", "產量", "Made"),
    "good": names("良品", "良品", "Good"),
    "scrap": names("报废", "報廢", "Scrap"),
    "rework": names("返工", "重工", "Rework"),
    "undecided": names("还没定", "未定", "Not decided"),
    "good_rate": names("良率 %", "良率 %", "Yield %"),
    "hours": names("工时（小时）", "工時（小時）", "Hours"),
    "pay": names("计件工资", "計件工資", "Piece-rate pay"),
    "deducted": names("其中扣款", "其中扣款", "Deducted"),
    "currency": names("币种", "幣別", "Currency"),
    "plant": names("全厂", "全廠", "Whole plant"),
}
