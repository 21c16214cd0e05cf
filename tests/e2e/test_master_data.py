# SPDX-License-Identifier: Apache-2.0
"""The lists and forms of the master data, as an engineer, two engineers at once, and a reader use them."""

from playwright.sync_api import Locator, expect

from lockstep.app.demo.access import PASSWORD
from tests.e2e.people import Desk
from tests.e2e.records import OpenData, record
from tools.product import Api
from tools.shots.checks import faults_for_readers


def values(desk: Desk) -> Locator:
    return desk.shows("facts")


def test_a_product_from_draft_to_history(open_data: OpenData, admin: Api) -> None:
    desk = open_data("product")
    desk.the("new-record").click()
    desk.shows("field-code").fill("ROT-9")
    desk.the("field-name-zh-CN").fill("磁瓦支架")
    desk.the("field-name-en").fill("Rotor core")
    desk.the("save-draft").click()
    expect(desk.shows("status")).to_have_text("草稿")
    expect(values(desk)).to_contain_text("Rotor core")

    desk.the("step-release").click()
    desk.the("step-now").click()
    desk.shows("step-problem")
    desk.the("step-reason").fill("图纸发布")
    desk.the("step-now").click()
    expect(desk.the("status")).to_have_text("生效")

    desk.the("edit").click()
    expect(desk.shows("fixed-code")).to_have_text("ROT-9")
    desk.the("field-unit").fill("kg")
    desk.the("save").click()
    expect(desk.the("reason")).to_be_focused()
    desk.the("reason").fill("按重量领料")
    desk.the("save").dblclick()
    desk.shows("facts")
    entries = desk.the("history-entry")
    expect(entries).to_have_count(3)
    expect(entries.first).to_contain_text("按重量领料")
    expect(entries.first).to_contain_text("pcs")
    expect(entries.nth(1)).to_contain_text("图纸发布")

    desk.the("panel-close").click()
    desk.the("records-search").fill("cwzj")
    expect(desk.the("record-row")).to_have_count(1)
    expect(desk.the("record-row")).to_contain_text("磁瓦支架")
    made = record(admin, "product", "ROT-9")
    assert (made["values"]["unit"], made["status"], made["version"]) == ("kg", "released", 3)


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(open_data: OpenData) -> None:
    desk = open_data("product/new", ready="record-form")
    desk.the("field-code").fill("WP-40")
    desk.the("field-tray_quantity").fill("12 kg")
    desk.the("save").click()
    desk.shows("problem-name")
    desk.shows("problem-tray_quantity")
    desk.the("field-name-zh-CN").fill("水泵")
    desk.the("field-tray_quantity").fill("12.5")
    desk.the("save").click()
    desk.shows("problem-code")
    expect(desk.the("field-code")).to_have_value("WP-40")

    for language, entity in (("en", "Products and materials"), ("zh-CN", "产品与物料")):
        desk.the(f"lang-{language}").click()
        expect(desk.the("entity-product")).to_have_text(entity)
        expect(desk.shows("field-name-zh-CN")).to_have_value("水泵")

    desk.the("panel-close").click()
    desk.the("stay").click()
    expect(desk.the("field-tray_quantity")).to_have_value("12.5")
    desk.the("nav-board").click()
    desk.the("leave").click()
    desk.shows("board-table")


def test_the_second_of_two_keeps_what_was_typed(open_data: OpenData, admin: Api) -> None:
    station = record(admin, "station", "PR-02")
    first, second = (open_data(f"station/{station['id']}", ready="edit") for _ in range(2))
    for desk, group in ((first, "PRESS"), (second, "FIT")):
        desk.the("edit").click()
        desk.shows("field-station_group").fill(group)
        desk.the("reason").fill(f"to {group}")
    first.the("field-name-en").fill("Press two")
    first.the("save").click()
    expect(values(first)).to_contain_text("PRESS")

    second.the("save").click()
    second.shows("stale")
    expect(second.the("field-station_group")).to_have_value("FIT")
    second.the("read-again").click()
    expect(second.shows("newer-station_group")).to_contain_text("PRESS")
    expect(second.the("field-station_group")).to_have_value("FIT")
    expect(second.the("field-name-en")).to_have_value("Press two")
    second.the("save").click()
    expect(values(second)).to_contain_text("FIT")
    expect(values(first)).to_contain_text("FIT")
    found = record(admin, "station", "PR-02")
    assert (found["values"]["station_group"], found["values"]["name"]["en"]) == ("FIT", "Press two")


def test_a_change_of_many_says_which_were_refused(open_data: OpenData, admin: Api) -> None:
    desk = open_data("defect_code")
    desk.the("sort-severity").click()
    expect(desk.page.locator('th[aria-sort="ascending"]')).to_contain_text("严重度")
    rows = desk.the("record-row")
    # The arrow turns at once, the rows when the answer is there.
    expect(rows.first).to_contain_text("致命")
    chosen = [rows.nth(index).get_by_role("button").inner_text() for index in range(3)]
    rows.nth(0).get_by_test_id("pick").click()
    rows.nth(2).get_by_test_id("pick").click(modifiers=["Shift"])
    desk.the("bulk-retire").click()
    desk.the("bulk-reason").fill("不再使用")
    behind = record(admin, "defect_code", chosen[1])
    renamed = {**behind["values"], "name": {"zh-CN": "改过名"}, "expected_version": behind["version"], "reason": "x"}
    desk.page.route("**/api/entities/*/records?*", lambda route: route.abort())
    admin.command("/entities/defect_code/save", **renamed)
    desk.the("bulk-now").click()
    expect(desk.shows("bulk-progress")).to_contain_text("3 / 3")
    expect(desk.the("bulk-refused")).to_have_count(1)
    expect(desk.the("bulk-refused")).to_contain_text(chosen[1])
    desk.page.unroute("**/api/entities/*/records?*")
    desk.the("bulk-close").click()
    expect(desk.shows("bulk-bar")).to_contain_text("1")
    states = [record(admin, "defect_code", code)["status"] for code in chosen]
    assert states == ["retired", "released", "retired"]


def test_the_list_by_keyboard(open_data: OpenData) -> None:
    desk = open_data("customer")
    keys = desk.page.keyboard
    keys.press("/")
    keys.type("yl")
    expect(desk.the("record-row")).to_have_count(1)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(desk.shows("record-panel")).to_contain_text("C-YL")
    desk.press("edit")
    expect(desk.the("field-name")).to_be_focused()
    keys.press("Escape")
    expect(desk.the("record-panel")).to_have_count(0)
    expect(desk.the("record-row")).to_be_focused()


def test_a_reader_sees_no_buttons(open_data: OpenData, admin: Api) -> None:
    product = record(admin, "product", "WP-40")
    desk = open_data(f"product/{product['id']}", "zhao", ready="facts")
    expect(desk.the("value-standard_cost")).to_contain_text("看不到")
    for button in ("edit", "step-retire", "new-record", "pick"):
        expect(desk.the(button)).to_have_count(0)


def test_nothing_serious_for_a_screen_reader(open_data: OpenData) -> None:
    desk = open_data("shift")
    found = {"list": faults_for_readers(desk.page)}
    desk.the("open-DAY").click()
    desk.shows("history-entry")
    found["record"] = faults_for_readers(desk.page)
    desk.the("edit").click()
    desk.shows("record-form")
    found["form"] = faults_for_readers(desk.page)
    assert {screen: bad for screen, bad in found.items() if bad} == {}


def test_a_view_is_saved_shown_and_deleted(open_data: OpenData) -> None:
    desk = open_data("defect_code")
    whole = desk.the("record-row").count()
    desk.the("records-search").fill("D-CH")
    expect(desk.the("record-row")).to_have_count(1)
    desk.the("sort-code").click()
    desk.the("view-save").click()
    desk.shows("view-name").fill("崩边")
    desk.the("view-save-now").click()
    expect(desk.the("view")).to_have_value("崩边")
    desk.the("view").select_option("")
    expect(desk.the("record-row")).to_have_count(whole)
    desk.page.reload()
    desk.shows("view").select_option("崩边")
    expect(desk.the("record-row")).to_have_count(1)
    expect(desk.the("records-search")).to_have_value("D-CH")
    desk.the("view-delete").click()
    expect(desk.the("view")).to_have_count(0)
    desk.the("toast-undo").click()
    expect(desk.the("view")).to_have_value("崩边")


def test_an_order_is_rushed_with_a_reason(open_data: OpenData, admin: Api) -> None:
    desk = open_data("work_order")
    desk.the("open-WO-2611-0189").click()
    desk.shows("step-rush").click()
    desk.the("step-now").click()
    desk.shows("step-problem")
    desk.the("step-reason").fill("客户催货")
    desk.the("step-now").click()
    expect(desk.shows("value-priority")).to_have_text("100")
    expect(desk.the("history-entry").first).to_contain_text("客户催货")
    [order] = admin.get("/entities/work_order/records", search="WO-2611-0189")["rows"]
    assert order["values"]["priority"] == 100


def test_a_field_of_many_is_changed_at_once(open_data: OpenData, admin: Api) -> None:
    for code in ("BULK-1", "BULK-2", "BULK-3"):
        admin.command("/entities/supplier/save", code=code, name=f"Supplier {code}")
    desk = open_data("supplier")
    desk.the("records-search").fill("BULK-")
    rows = desk.the("record-row")
    expect(rows).to_have_count(3)
    rows.nth(0).get_by_test_id("pick").click()
    rows.nth(2).get_by_test_id("pick").click(modifiers=["Shift"])
    expect(desk.shows("bulk-bar")).to_contain_text("3")
    rows.nth(1).get_by_test_id("pick").click()
    expect(desk.the("bulk-bar")).to_contain_text("2")
    desk.the("bulk-change").click()
    desk.shows("bulk-field").click()
    desk.page.get_by_role("option", name="等级").click()
    desk.the("field-grade").fill("A")
    desk.the("bulk-now").click()
    expect(desk.the("bulk").get_by_role("alert")).to_have_count(1)
    desk.the("bulk-reason").fill("年度评审")
    desk.the("bulk-now").click()
    expect(desk.the("bulk")).to_have_count(0)
    for index, graded in enumerate((True, False, True)):
        expect(rows.nth(index).get_by_text("A", exact=True)).to_have_count(int(graded))
    found = [record(admin, "supplier", f"BULK-{n}") for n in (1, 2, 3)]
    assert [row["values"]["grade"] for row in found] == ["A", None, "A"]
    assert [row["values"]["name"] for row in found] == [f"Supplier BULK-{n}" for n in (1, 2, 3)]


def test_who_may_not_see_customers_gets_the_mask_and_never_the_value(open_data: OpenData, admin: Api) -> None:
    admin.command("/roles/create", role="clerk", name={"zh-CN": "文员"}, permissions=["masterdata.read"])
    account = admin.command("/accounts/create", name="mei", display_name="梅 兰", roles=["clerk"])["account_id"]
    admin.command("/accounts/set-password", account_id=account, password=PASSWORD)
    order = admin.get("/entities/sales_order/records")["rows"][0]
    customer = order["values"]["customer_code"]

    sees = open_data("sales_order")
    expect(sees.the("records-table").get_by_role("columnheader", name="客户", exact=True)).to_have_count(1)
    expect(sees.the("record-row").first).to_contain_text(customer)

    desk = open_data("sales_order", "mei")
    expect(desk.the("records-table").get_by_role("columnheader", name="单号")).to_have_count(1)
    expect(desk.the("records-table").get_by_role("columnheader", name="客户", exact=True)).to_have_count(0)
    with desk.page.expect_response("**/api/entities/sales_order/records/*") as answered:
        desk.the(f"open-{order['values']['number']}").click()
    expect(desk.shows("value-customer_code")).to_contain_text("看不到")
    assert customer not in answered.value.text()
    assert answered.value.json()["values"]["customer_code"] is None
    desk.the("panel-close").click()
    with desk.page.expect_download() as waited:
        desk.the("export-csv").click()
    exported = waited.value.path().read_text(encoding="utf-8-sig")
    assert order["values"]["number"] in exported
    assert customer not in exported


def test_a_draft_is_deleted(open_data: OpenData, admin: Api) -> None:
    admin.command("/entities/customer/save", code="C-OOPS", name="打错了", draft=True)
    desk = open_data("customer")
    desk.the("open-C-OOPS").click()
    expect(desk.shows("status")).to_have_text("草稿")
    desk.the("step-delete").click()
    desk.the("step-now").click()
    expect(desk.the("record-panel")).to_have_count(0)
    expect(desk.the("open-C-OOPS")).to_have_count(0)
    assert admin.get("/entities/customer/records", search="C-OOPS")["total"] == 0


def test_an_order_is_released_to_the_station_that_was_chosen(open_data: OpenData, admin: Api) -> None:
    body = {"site_code": "CZ", "line_code": "M1", "number": "WO-9", "product_code": "WP-40", "quantity": 100}
    planned = admin.command("/entities/work_order/save", **body, draft=True)
    desk = open_data(f"work_order/{planned['id']}", "shen", ready="step-release")
    desk.the("step-release").click()
    desk.the("field-stations-add").click()
    desk.shows("field-stations.0.operation").fill("20")
    desk.the("field-stations.0.station_code").click()
    desk.page.get_by_role("option", name="AS-1").click()
    desk.the("step-reason").fill("磨床 01 在修")
    desk.the("step-now").click()
    expect(desk.shows("step-problem")).to_contain_text("GR-01, GR-02")
    desk.the("field-stations.0.station_code").click()
    desk.page.get_by_role("option", name="GR-02").click()
    desk.the("step-now").click()
    expect(desk.the("status")).to_have_text("已下达")
    steps = admin.get(f"/orders/{planned['id']}/plan")["operations"]
    assert {step["code"]: step["stations"] for step in steps}["20"] == ["GR-02"]
