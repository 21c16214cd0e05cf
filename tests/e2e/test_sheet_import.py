# SPDX-License-Identifier: Apache-2.0
"""A plant's own sheet of people, from the file to the list and back, as somebody at a desk does it."""

import csv
import io
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.people import Desk
from tools.product import Api
from tools.shots.checks import faults_for_readers

SHEET = "工号,姓名,工厂,备注\nX-1,周 华,{site},\nX-2,李 明,{site},夜班\nX-3,陈 静,S9,=1+1\n"


def test_a_sheet_is_tried_then_imported_and_its_bad_row_comes_back(desk: Desk, admin: Api, tmp_path: Path) -> None:
    [site] = [row["values"]["code"] for row in admin.get("/entities/site/records")["rows"]]
    sheet = tmp_path / "people.csv"
    sheet.write_bytes(SHEET.format(site=site).encode("gbk"))
    desk.open("/#/data/person/import")
    desk.the("import-file").set_input_files(sheet)
    expect(desk.shows("import-columns")).to_contain_text("周 华 · 李 明 · 陈 静")
    for place, target in enumerate(("code", "name", "site_code", "")):
        expect(desk.the(f"import-target-{place}")).to_have_value(target)
    found = faults_for_readers(desk.page)

    desk.the("import-target-0").select_option("")
    expect(desk.shows("import-lacking")).to_contain_text("编码")
    expect(desk.the("import-try")).to_be_disabled()
    for language, code in (("en", "Code"), ("zh-CN", "编码")):
        desk.the(f"lang-{language}").click()
        expect(desk.shows("import-lacking")).to_contain_text(code)
        expect(desk.the("import-target-0")).to_have_value("")
        expect(desk.the("import-target-1")).to_have_value("name")
    desk.the("import-target-0").select_option("code")
    desk.the("import-try").click()
    expect(desk.shows("import-result")).to_contain_text("新增 2 行")
    refused = desk.shows("import-refused-row")
    expect(refused).to_contain_text("4")
    expect(refused).to_contain_text("工厂 S9：找不到")
    assert admin.get("/entities/person/records", search="X-1")["total"] == 0

    desk.the("import-take").click()
    expect(desk.the("import-result")).to_contain_text("导入好了：新增 2 行")
    with desk.page.expect_download() as waited:
        desk.the("import-download").click()
    content = waited.value.path().read_bytes().decode("utf-8")
    assert content.startswith("\ufeff")
    headings, row = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
    assert headings == ["工号", "姓名", "工厂", "备注", "原因"]
    assert row[:4] == ["X-3", "陈 静", "S9", "'=1+1"]
    assert "S9" in row[4]
    assert (found, faults_for_readers(desk.page)) == ([], [])

    desk.the("import-close").click()
    desk.shows("records-search").fill("X-2")
    expect(desk.the("record-row")).to_have_count(1)
    expect(desk.the("record-row")).to_contain_text("李 明")
    with desk.page.expect_download() as waited:
        desk.the("export-csv").click()
    exported = waited.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(exported) == 2
    assert "X-2" in exported[1]

    desk.the("import").click()
    taken = desk.shows("import-recent").first
    expect(taken).to_contain_text("已导入")
    taken.get_by_role("button").click()
    desk.shows("import-repeat").click()
    expect(desk.shows("import-target-0")).to_have_value("code")
    desk.the("import-try").click()
    expect(desk.shows("import-result")).to_contain_text("不变 2 行")
