# SPDX-License-Identifier: Apache-2.0
"""The master data: lists, records, forms, structure, sheets, set-up, the rules of the plant."""

from playwright.sync_api import FilePayload, Page

from tools.shots.screen import (
    DESKS,
    EMPTY,
    LONG,
    NORMAL,
    OFFICE,
    OFFLINE,
    PHONE,
    SEE_AGE,
    TABLET,
    THREE,
    Screen,
    Step,
    see,
    tap,
)


def narrow_to_nothing(page: Page) -> None:
    page.get_by_test_id("records-search").fill("qqq")
    page.get_by_test_id("clear-filter").wait_for()


def type_wrongly(page: Page) -> None:
    tap("new-record")(page)
    page.get_by_test_id("field-tray_quantity").fill("12 kg")
    tap("save")(page)
    page.get_by_test_id("problem-tray_quantity").wait_for()


def choose_records(page: Page) -> None:
    page.get_by_test_id("pick").first.click()
    page.get_by_test_id("pick").nth(2).click(modifiers=["Shift"])


def change_many(page: Page) -> None:
    choose_records(page)
    tap("bulk-change")(page)
    page.get_by_test_id("bulk-reason").wait_for()


def open_record(code: str, ready: str = "history-entry", *then: str) -> Step:
    def act(page: Page) -> None:
        tap(f"open-{code}")(page)
        see(ready)(page)
        tap(*then)(page)

    return act


PEOPLE_SHEET = "Code,Name,Site,Remark\nX-1,周 华,CZ,\nX-2,李 明,CZ,nights\nX-3,陈 静,S9,\n,王 五,CZ,\n"


def send_sheet(page: Page) -> None:
    sheet: FilePayload = {"name": "HR 2026-11.csv", "mimeType": "text/csv", "buffer": PEOPLE_SHEET.encode()}
    page.get_by_test_id("import-file").set_input_files(sheet)
    page.get_by_test_id("import-columns").wait_for()


def try_sheet(page: Page) -> None:
    send_sheet(page)
    tap("import-try")(page)
    page.get_by_test_id("import-refused").wait_for()


def see_structure(code: str, part: str) -> Step:
    def act(page: Page) -> None:
        open_record(code)(page)
        page.get_by_test_id(part).scroll_into_view_if_needed()

    return act


def save_view(page: Page) -> None:
    page.get_by_test_id("records-search").fill("EPS")
    tap("view-save")(page)
    page.get_by_test_id("view-name").fill("EPS")


def edit_record(code: str) -> Step:
    return lambda page: (tap(f"open-{code}", "edit")(page), see("record-form")(page))[0]


def edit_files(routing: str, operation: int) -> Step:
    def act(page: Page) -> None:
        edit_record(routing)(page)
        tap(f"operations-{operation}")(page)
        page.get_by_test_id(f"field-operations.{operation}.instructions-0").scroll_into_view_if_needed()

    return act


def draw_network(page: Page) -> None:
    """Its picture, with a line that is chosen and one that was refused."""
    edit_record("EPS-72B/A")(page)
    editor = page.get_by_test_id("network-editor")
    operations, menu = editor.locator("[data-testid^=draw-]"), page.get_by_test_id("network-next")
    operations.first.press("Enter")
    menu.select_option(index=menu.locator("option").count() - 1)
    operations.nth(4).press("Enter")
    menu.select_option(index=2)
    page.get_by_test_id("network-refused").wait_for()
    editor.scroll_into_view_if_needed()


def go_on_with_a_sheet(page: Page) -> None:
    send_sheet(page)
    tap("import-other")(page)
    see("import-recent")(page)


def type_rule(page: Page) -> None:
    """A rule for details at an operation, half typed."""
    tap("new-rule", "rule-quantity", "scope-operation")(page)
    page.get_by_test_id("rule-scope").click()
    page.get_by_role("option").nth(1).click()
    tap("ask-photo", "strength-block", "rule-save")(page)
    page.get_by_role("alert").first.wait_for()


PRODUCTS, STATIONS, CUSTOMER_ORDERS = "/#/data/product", "/#/data/station", "/#/data/sales_order"
IMPORT = "/#/data/person/import"
ROWS = "record-row"
DATA = (
    Screen("21-data-products", "admin", PRODUCTS, ROWS, DESKS, locales=THREE, offline=SEE_AGE),
    Screen("21-data-stations", "admin", STATIONS, ROWS, DESKS, offline=SEE_AGE),
    Screen("21-data-narrow", "admin", STATIONS, ROWS, (TABLET, PHONE), states=frozenset({NORMAL, LONG})),
    Screen("21-data-dark", "admin", PRODUCTS, ROWS, (OFFICE,), choose_records, frozenset({NORMAL}), dark=True),
    Screen("22-data-empty", "admin", CUSTOMER_ORDERS, "first-record", DESKS, states=frozenset({EMPTY})),
    Screen("22-data-none", "admin", PRODUCTS, ROWS, (OFFICE,), narrow_to_nothing, frozenset({NORMAL})),
    Screen(
        "23-data-product", "admin", PRODUCTS, ROWS, (*DESKS, PHONE), open_record("EPS-72B"),
        frozenset({NORMAL, LONG, OFFLINE}), THREE, SEE_AGE,
    ),
    Screen(
        "24-data-edit", "admin", STATIONS, ROWS, DESKS, edit_record("GR-01"), frozenset({NORMAL, LONG}),
        THREE,
    ),
    Screen("24-data-new", "admin", PRODUCTS, ROWS, (*DESKS, PHONE), type_wrongly, frozenset({NORMAL}), THREE),
    Screen(
        "24-data-lines", "admin", "/#/data/bom/new", "record-form", (OFFICE,),
        tap("field-components-add", "field-components-add", "save"), frozenset({NORMAL}),
    ),
    Screen(
        "24-data-cards", "admin", "/#/data/routing/new", "record-form", (OFFICE, PHONE), tap("field-operations-add"),
        frozenset({NORMAL}),
    ),
    Screen(
        "24-data-files", "admin", "/#/data/routing", ROWS, (OFFICE, PHONE), edit_files("EPS-72B/A", 1),
        frozenset({NORMAL}), THREE,
    ),
    Screen(
        "24-data-drawing", "admin", "/#/data/routing", ROWS, (OFFICE, PHONE), draw_network, frozenset({NORMAL, LONG}),
        THREE,
    ),
    Screen(
        "24-data-drawing-dark", "admin", "/#/data/routing", ROWS, (OFFICE,), draw_network, frozenset({NORMAL}),
        dark=True,
    ),
    Screen("24-data-shift", "admin", "/#/data/shift", ROWS, (OFFICE,), edit_record("DAY"), frozenset({NORMAL})),
    Screen(
        "24-data-act", "admin", "/#/data/work_order", ROWS, (OFFICE,),
        open_record("WO-2611-0189", "step-rush", "step-rush"), frozenset({NORMAL}),
    ),
    Screen("24-data-view", "admin", PRODUCTS, ROWS, (OFFICE,), save_view, frozenset({NORMAL})),
    Screen(
        "24-data-structure", "admin", PRODUCTS, ROWS, (*DESKS, PHONE), see_structure("EPS-72B", "structure"),
        frozenset({NORMAL, LONG}), THREE,
    ),
    Screen(
        "24-data-network", "admin", "/#/data/routing", ROWS, (OFFICE, PHONE), see_structure("EPS-72B/A", "network"),
        frozenset({NORMAL}), THREE,
    ),
    Screen(
        "25-data-import", "admin", IMPORT, "import-page", (OFFICE, PHONE), states=frozenset({NORMAL}), locales=THREE,
    ),
    Screen("25-data-columns", "admin", IMPORT, "import-page", (OFFICE, PHONE), send_sheet, frozenset({NORMAL}), THREE),
    Screen("25-data-recent", "admin", IMPORT, "import-page", (OFFICE,), go_on_with_a_sheet, frozenset({NORMAL})),
    Screen("25-data-tried", "admin", IMPORT, "import-page", (OFFICE, PHONE), try_sheet, frozenset({NORMAL}), THREE),
    Screen(
        "26-setup", "admin", "/#/setup", "setup-lead", (*DESKS, PHONE), states=frozenset({NORMAL, EMPTY}),
        locales=THREE,
    ),
    Screen("27-rules", "admin", "/#/rules", "rule-row", (OFFICE, PHONE), states=frozenset({NORMAL}), locales=THREE),
    Screen("27-rules-empty", "admin", "/#/rules", "state-note", (OFFICE,), states=frozenset({EMPTY})),
    Screen(
        "27-rules-new", "admin", "/#/rules", "rule-row", (OFFICE, PHONE), type_rule, frozenset({NORMAL}), THREE,
    ),
    Screen("25-data-many", "admin", STATIONS, ROWS, (OFFICE,), change_many, frozenset({NORMAL})),
)  # fmt: skip
