# SPDX-License-Identifier: Apache-2.0
"""The headings of a plant's own sheets are understood without choosing."""

from collections import Counter
from typing import Any

import pytest

from lockstep.app import models
from lockstep.kernel.names import FALLBACK
from lockstep.platform.commands.actor import Actor
from lockstep.platform.metadata.entity import ENTITIES, Entity, entity_of
from lockstep.platform.metadata.sheets.columns import columns_of, heading_of, name_heading, plain_heading, suggest

assert models, "all domains register their entities"
MASKS = frozenset({"field.customer", "field.price", "field.recipe", "field.person"})
READER = Actor(name="reader", permissions=MASKS)


def understood(entity: Entity, *headings: str, locale: str = "zh-CN", **remembered: str) -> list[str | None]:
    found = suggest(entity, columns_of(entity, READER), headings, remembered, locale)
    return [found.get(heading) for heading in headings]


BOM = ["product_code", "edition", "components.component_code", "components.quantity"]
ROUTING = ["product_code", "operations.code", "operations.name.zh-TW", "operations.successor"]
SALES_ORDER = ["number", "customer_code", "lines.line", "lines.product_code", "lines.quantity", "lines.due_at"]


@pytest.mark.parametrize(
    ("entity", "headings", "targets"),
    [
        ("person", "工号 姓名 厂区 备注", ["code", "name", "site_code", None]),
        ("person", "員工編號 姓名 廠別", ["code", "name", "site_code"]),
        ("person", "EmployeeNo. Full_name Plant", ["code", "name", "site_code"]),
        ("person", "code NAME site_code*", ["code", "name", "site_code"]),
        ("product", "料号 品名 计量单位（必填）", ["code", "name.zh-CN", "unit"]),
        ("product", "Part-number Description UoM", ["code", "name.en", "unit"]),
        ("bom", "父件 版本 子件料号 单位用量", BOM),
        ("bom", "Assembly Rev Component Qty-per", BOM),
        ("routing", "料號 製程代號 製程名稱 後製程", ROUTING),
        ("sales_order", "订单号 客户编码 行号 料号 数量 交货日期", SALES_ORDER),
        ("work_order", "製令單號 品號 Qty", ["number", "product_code", "quantity"]),
    ],
)
def test_what_plants_call_it(entity: str, headings: str, targets: list[Any]) -> None:
    assert understood(entity_of(entity), *headings.split()) == targets


def test_a_word_of_two_languages_is_that_of_the_reader() -> None:
    assert understood(entity_of("product"), "品名", locale="zh-TW") == ["name.zh-TW"]


def test_a_word_of_two_lists_is_left_to_be_chosen() -> None:
    assert understood(entity_of("routing"), "code") == [None]


def test_what_was_chosen_before_goes_first() -> None:
    assert understood(entity_of("person"), "工号", 工号="name") == ["name"]


@pytest.mark.parametrize("entity", ENTITIES.values(), ids=ENTITIES.keys())
def test_labels_and_keys_of_every_field_are_understood(entity: Entity) -> None:
    columns = columns_of(entity, READER)
    for locale in FALLBACK:
        twice = Counter(plain_heading(heading_of(entity, column, locale)) for column in columns)
        assert {word: times for word, times in twice.items() if times > 1} == {}
        for column in columns:
            for heading in (column.target, heading_of(entity, column, locale)):
                assert understood(entity, heading, locale=locale) == [column.target], heading


@pytest.mark.parametrize("entity", ENTITIES.values(), ids=ENTITIES.keys())
def test_every_heading_of_its_own_is_of_a_column_and_is_understood(entity: Entity) -> None:
    columns = {column.target: column for column in columns_of(entity, READER)}
    for target, words in entity.headings.items():
        assert target in columns
        for word in words:
            [found] = understood(entity, word, locale=columns[target].locale or "zh-CN")
            assert found == target, word


@pytest.mark.parametrize("entity", ENTITIES.values(), ids=ENTITIES.keys())
def test_the_name_behind_a_code_is_no_column_of_an_import(entity: Entity) -> None:
    for column in columns_of(entity, READER):
        if column.field.kind == "reference":
            for locale in FALLBACK:
                assert understood(entity, name_heading(entity, column, locale), locale=locale) == [None]
