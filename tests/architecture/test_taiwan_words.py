# SPDX-License-Identifier: Apache-2.0
"""The Traditional Chinese of the screens is written for Taiwan, never converted: its characters and its words."""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping

from lockstep.app.demo import masters, plant
from lockstep.domains.orders.words import WORK_ORDER
from lockstep.domains.shopfloor.words import WORDS as SHOPFLOOR
from lockstep.platform.accounts import permissions
from tests.architecture.sources import ROOT
from tests.architecture.test_errors import LOCALES

CHARTS = ROOT / "web" / "src" / "kit" / "chart" / "zhTw.ts"

PLANT = (
    "工序", "工位", "工藝", "工況", "車間", "崗", "質量", "質檢", "返工", "讓步", "物料清單", "物料編碼", "序列號",
    "作業指導書", "流轉卡", "工牌", "缺陷", "操作工", "檢驗員", "班組長", "班次", "白班", "考勤", "領導", "計劃",
    "審計", "追踪", "來料檢驗", "過程檢驗", "過程能力", "終檢", "復檢", "復判", "控制圖", "控制限", "抽樣方案",
    "檢驗水平", "糾正措施", "整改", "排產", "換型", "倒沖", "外協", "電子簽名", "毫米", "數控", "毛刺",
    "磕碰", "劃傷", "超差", "噪聲", "磁鋼", "叉車", "隱患", "排查", "應急", "報警", "告警", "運營", "運維", "優先級",
)  # fmt: skip
SOFTWARE = (
    "信息", "信號", "通信", "短信", "數據", "默認", "缺省", "打印", "設置", "用戶", "賬", "登錄名", "注銷", "退出",
    "密鑰", "令牌", "口令", "屏幕", "大屏", "全屏", "觸屏", "軟件", "硬件", "應用程序", "網絡", "服務器", "客戶端",
    "接口", "鏈接", "對接", "視頻", "視圖", "列表", "單元格", "字段", "字符", "字節", "字體", "條目", "界面", "窗口",
    "彈窗", "選項卡", "菜單", "圖標", "光標", "鼠標", "剪貼板", "粘貼", "複制", "復制", "重復", "添加", "錄入",
    "提交", "保存", "存儲", "緩存", "內存", "搜索", "查找", "匹配", "映射", "加載", "刷新", "卸載", "滾動", "拖拽",
    "升序", "降序", "激活", "禁用", "兼容", "支持", "集成", "自定義", "全局", "遠程", "運行", "響應", "反饋", "實時",
    "在線", "撤銷", "導入", "導出", "導航", "批量", "批準", "渠道", "攝像", "像素", "分辨率", "芯片",
    "掃碼槍", "掃一掃", "二維碼", "條形碼", "文件夾", "文件名", "文檔", "日志", "模塊", "優化", "移動端", "移動設備",
)  # fmt: skip
CONVERTED = ("着", "裏", "臺", "麽", "剩余", "標簽", "制程", "制造", "聯系", "周期", "本周", "每周", "周一", "周日")
"""Characters that a converter leaves or takes; 台 is written throughout."""
CALLED_OTHERWISE = (
    "製令", "下達", "短結", "基礎資料", "製程途程", "介面金鑰", "箱標籤", "停住", "停擺", "離線", "調職",
    "加工中心", "您",
)  # fmt: skip
"""Good in Taiwan, but the same thing has another name here: 工單, 發放, 指定結案, 基本資料, 途程, …"""

SIGNS = re.compile(r"[^\w\s]")
"""Arrows and the like are in no Chinese code page and are no Chinese."""
FOREIGN_MARKS = re.compile(r"[“”‘’]|[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]")


def named(thing: object) -> Iterator[str]:
    """The names that data carries in several languages, however deep."""
    if isinstance(thing, Mapping):
        if isinstance(name := thing.get("zh-TW"), str):
            yield name
    elif isinstance(thing, tuple | list):
        for part in thing:
            yield from named(part)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from named(getattr(thing, field.name))


def spoken() -> Iterator[tuple[str, str]]:
    """What the pages say, what the registered entities are called (the words of orders hold those below them), and the
    names that come with the product: roles, and the plant of the demonstration."""
    for path in sorted((LOCALES / "zh-TW").glob("*.json")):
        yield from json.loads(path.read_text(encoding="utf-8")).items()
    for words in (WORK_ORDER, SHOPFLOOR):
        yield from ((key, names["zh-TW"]) for key, names in words.items())
    for module in (permissions, masters, plant):
        yield from ((module.__name__, name) for thing in vars(module).values() for name in named(thing))
    yield from re.findall(r"(\w+): '([^']+)'", CHARTS.read_text(encoding="utf-8"))


SPOKEN = tuple(spoken())


def in_big5(text: str) -> bool:
    """A character of the mainland's reform is not in it."""
    try:
        SIGNS.sub("", text).encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def test_the_characters_and_marks_are_those_of_taiwan() -> None:
    assert [said for said in SPOKEN if not in_big5(said[1])] == []
    assert [said for said in SPOKEN if FOREIGN_MARKS.search(said[1])] == []


def test_what_is_read_includes_the_names_that_come_with_the_product() -> None:
    assert {"生管", "軸研磨", "待料", "長條圖", "工單"} <= {text for _, text in SPOKEN}


def test_no_word_of_the_mainland_and_one_name_for_a_thing() -> None:
    words = (*PLANT, *SOFTWARE, *CONVERTED, *CALLED_OTHERWISE)
    assert sorted(words) == sorted(set(words))
    assert [(word, *said) for said in SPOKEN for word in words if word in said[1]] == []
