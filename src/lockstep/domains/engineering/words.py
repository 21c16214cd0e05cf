# SPDX-License-Identifier: Apache-2.0
"""The words of lists of parts and routings in three languages."""

from lockstep.domains.masterdata.words import WORDS as MASTERDATA
from lockstep.domains.masterdata.words import names
from lockstep.platform.database.base import Names

WORDS: dict[str, Names] = MASTERDATA | {
    "entity.bom": names("物料清单 (BOM)", "材料表 (BOM)", "Bills of material"),
    "entity.routing": names("工艺路线", "途程", "Routings"),
    "product_code": names("产品", "產品", "Product"),
    "edition": names("版次", "版次", "Edition"),
    "base_quantity": names("基数", "基數", "Base quantity"),
    "components": names("组成", "組成", "Components"),
    "component_code": names("子件", "子件", "Component"),
    "quantity": names("用量", "用量", "Quantity"),
    "scrap_percent": names("损耗 %", "損耗 %", "Scrap %"),
    "operation": names("工序", "製程", "Operation"),
    "substitute_codes": names("替代料", "替代料", "Substitutes"),
    "operations": names("工序", "製程", "Operations"),
    "station_codes": names("工位", "工作站", "Stations"),
    "successor": names("后工序", "後製程", "Next operation"),
    "per": names("投入件数", "投入件數", "Pieces of this one"),
    "batch": names("对应后工序件数", "對應後製程件數", "Per pieces of the next"),
    "acceptance": names("检验方式", "檢驗方式", "Inspection"),
    "acceptance.none": names("免检", "免檢", "None"),
    "acceptance.after_report": names("报工后检验", "報工後檢驗", "After the report"),
    "acceptance.before_transfer": names("转序前检验", "轉站前檢驗", "Before transfer"),
    "input_rule": names("超投控制", "超量投入管制", "More than was passed on"),
    "input_rule.off": names("不管", "不管制", "Off"),
    "input_rule.warn": names("提醒", "提醒", "Warn"),
    "input_rule.block": names("禁止", "禁止", "Refuse"),
    "setup_seconds": names("准备时间（秒）", "準備時間（秒）", "Set-up time (s)"),
    "piece_seconds": names("单件时间（秒）", "單件時間（秒）", "Time per piece (s)"),
    "skill_code": names("所需技能", "所需技能", "Skill"),
    "progress_owner_code": names("进度负责人", "進度負責人", "Progress owner"),
    "quality_owner_code": names("质量负责人", "品質負責人", "Quality owner"),
    "piece_rate": names("计件单价", "計件單價", "Piece rate"),
    "instructions": names("作业指导书", "作業標準書", "Work instructions"),
    "parameters": names("工艺参数", "製程參數", "Process parameters"),
    "low": names("下限", "下限", "Lower limit"),
    "target": names("目标", "目標", "Target"),
    "high": names("上限", "上限", "Upper limit"),
}
