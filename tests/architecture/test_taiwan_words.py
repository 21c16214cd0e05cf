# SPDX-License-Identifier: Apache-2.0
"""The Traditional Chinese of the screens is written for Taiwan, never converted: its characters and its words."""

import json
import re
from collections.abc import Iterator

import pytest

from lockstep.domains.orders.words import WORK_ORDER
from lockstep.domains.shopfloor.words import WORDS as SHOPFLOOR
from tests.architecture.test_errors import LOCALES

MAINLAND = (
    "工序", "工位", "車間", "質量", "返工", "讓步", "物料清單", "作業指導書", "掃碼槍", "大屏", "信息",
    "數據", "默認", "打印", "設置", "用戶", "賬號", "屏幕", "軟件", "硬件", "網絡", "服務器",
    "鏈接", "視頻", "保存", "添加", "搜索", "加載", "反饋", "攝像頭", "導入", "導出", "批量",
    "文件夾", "模塊", "優化", "內存", "文檔", "鼠標", "菜單", "粘貼", "二維碼", "字段", "界面",
    "窗口", "響應", "實時", "在線", "離線", "緩存", "計劃", "追踪", "審計", "撤銷",
)  # fmt: skip
SIGNS = re.compile(r"[^\w\s]")
"""Arrows and the like are in no Chinese code page and are no Chinese."""


def spoken() -> Iterator[tuple[str, str]]:
    """What the pages say, and what the registered entities are called: the words of orders hold those below them."""
    for path in sorted((LOCALES / "zh-TW").glob("*.json")):
        yield from json.loads(path.read_text(encoding="utf-8")).items()
    for words in (WORK_ORDER, SHOPFLOOR):
        yield from ((key, names["zh-TW"]) for key, names in words.items())


def in_big5(text: str) -> bool:
    """A character of the mainland's reform is not in it."""
    try:
        SIGNS.sub("", text).encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def test_the_characters_are_those_of_taiwan() -> None:
    assert {key: text for key, text in spoken() if not in_big5(text)} == {}


@pytest.mark.parametrize("word", MAINLAND)
def test_no_word_of_the_mainland(word: str) -> None:
    assert {key: text for key, text in spoken() if word in text} == {}
