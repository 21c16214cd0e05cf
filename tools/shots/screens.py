# SPDX-License-Identifier: Apache-2.0
"""Every screen of the product: who opens it, where, and how one gets there."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

PHONE, TABLET, OFFICE, LAPTOP = (390, 844), (768, 1024), (1440, 900), (1366, 768)
NORMAL, EMPTY, LONG, OFFLINE = "normal", "empty", "long", "offline"
TWO = ("zh-CN", "en")
THREE = ("zh-CN", "zh-TW", "en")
ALL = frozenset({NORMAL, EMPTY, LONG, OFFLINE})
WITH_ORDERS = ALL - {EMPTY}

Step = Callable[[Page], None]


def nothing(page: Page) -> None:
    """The screen is there as soon as it is opened."""


def tap(*testids: str) -> Step:
    def act(page: Page) -> None:
        for testid in testids:
            page.get_by_test_id(testid).first.click()

    return act


def see(testid: str) -> Step:
    return lambda page: page.get_by_test_id(testid).first.wait_for()


@dataclass(frozen=True)
class Screen:
    """`who`: nobody, a visitor of an unknown terminal, a terminal's visitor, the worker, the administrator."""

    name: str
    who: str
    path: str
    ready: str
    sizes: tuple[tuple[int, int], ...]
    act: Step = nothing
    states: frozenset[str] = ALL
    locales: tuple[str, ...] = TWO
    offline: Step = nothing
    """What shows that the line is cut."""
    dark: bool = False


SEE_AGE = see("offline-line")
SHEET = "/station#/report/{operation}"
BLOCKED = "/station#/report/{blocked}"


def typed(*digits: str) -> Step:
    return tap("quantity-edit", *(f"key-{digit}" for digit in digits))


def sign_in_wrongly(page: Page) -> None:
    page.get_by_test_id("sign-in-name").fill("zhao")
    page.get_by_test_id("sign-in-password").fill("wrong")
    page.get_by_test_id("sign-in").click()
    page.get_by_test_id("sign-in-problem").wait_for()


def scan_unknown(page: Page) -> None:
    page.get_by_test_id("scan-input").fill("WO-0000-9999")
    page.get_by_test_id("scan-go").click()
    page.get_by_test_id("scan-answer").wait_for()


def reverse(page: Page) -> None:
    tap("reverse")(page)
    page.get_by_test_id("reason-text").wait_for()


def look_for_code(page: Page) -> None:
    tap("has-ng", "all-defects")(page)
    page.get_by_test_id("defect-search").fill("w")


def book_to(page: Page) -> None:
    tap("book-to")(page)
    page.get_by_test_id("book-to-search").fill("0189")
    page.get_by_role("option").first.wait_for()


def open_entry(page: Page) -> None:
    page.get_by_test_id("audit-row").locator("button:enabled").first.click()


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


def open_record(code: str, ready: str = "history-entry") -> Step:
    return lambda page: (tap(f"open-{code}")(page), see(ready)(page))[0]


def edit_record(code: str) -> Step:
    return lambda page: (tap(f"open-{code}", "edit")(page), see("record-form")(page))[0]


def pin(page: Page) -> None:
    page.locator('[data-testid^="person-"]').first.click()
    tap("pin-1", "pin-0")(page)


STATION = (
    Screen("01-sign-in", "terminal", "/station", "pin-1", (PHONE, TABLET), pin, WITH_ORDERS),
    Screen("01-register", "nobody", "/station", "register", (PHONE, TABLET), states=frozenset({NORMAL})),
    Screen("02-queue", "worker", "/station", "queue", (PHONE, TABLET), locales=THREE, offline=see("sync")),
    Screen("02-records", "worker", "/station#/records", "records", (PHONE, TABLET)),
    Screen("02-records-reverse", "worker", "/station#/records", "records", (PHONE,), reverse, WITH_ORDERS - {OFFLINE}),
    Screen("02-scan-unknown", "worker", "/station#/scan", "scan", (PHONE,), scan_unknown, frozenset({NORMAL})),
    Screen(
        "03a-sheet", "worker", SHEET, "report-sheet", (PHONE, TABLET), states=WITH_ORDERS, locales=THREE,
        offline=lambda page: (tap("submit")(page), see("trouble")(page))[0],
    ),
    Screen("03a-over", "worker", SHEET, "report-sheet", (PHONE,), tap(*["plus-10"] * 9), frozenset({NORMAL})),
    Screen(
        "03b-ng", "worker", SHEET, "report-sheet", (PHONE, TABLET), tap("has-ng", "chip-D-CH", "chip-D-BN", "ng-more"),
        frozenset({NORMAL}), THREE,
    ),
    Screen("03b-ng", "worker", SHEET, "report-sheet", (PHONE, TABLET), tap("has-ng", "ng-more"), frozenset({LONG})),
    Screen("03b-codes", "worker", SHEET, "report-sheet", (PHONE,), look_for_code, frozenset({NORMAL, LONG})),
    Screen("03c-keypad", "worker", SHEET, "report-sheet", (PHONE, TABLET), typed(*"40"), frozenset({NORMAL, LONG})),
    Screen("03c-keypad-over", "worker", SHEET, "report-sheet", (PHONE,), typed(*"940"), frozenset({NORMAL, LONG})),
    Screen("03d-blocked", "worker", BLOCKED, "state-note", (PHONE,), states=frozenset({NORMAL})),
)  # fmt: skip
DESK = (
    Screen("00-office-sign-in", "nobody", "/", "office-sign-in", (OFFICE,), states=frozenset({NORMAL})),
    Screen("00-refused", "nobody", "/", "office-sign-in", (OFFICE,), sign_in_wrongly, frozenset({NORMAL})),
    Screen("07-board", "admin", "/", "board", (OFFICE, LAPTOP), locales=THREE, offline=SEE_AGE),
    Screen("07-board-cards", "admin", "/", "board", (TABLET, PHONE), offline=SEE_AGE),
    Screen("07-board-dark", "admin", "/", "board", (OFFICE,), dark=True, offline=SEE_AGE),
    Screen(
        "07-board-order", "admin", "/", "board", (OFFICE, LAPTOP), tap("open-WO-2611-0187"),
        frozenset({NORMAL, LONG}),
    ),
    Screen("16-parked", "admin", "/#/parked", "parked", (OFFICE, LAPTOP), offline=SEE_AGE),
    Screen("16-parked-book-to", "admin", "/#/parked", "parked", (OFFICE,), book_to, frozenset({NORMAL, LONG})),
    Screen("16-parked-withdraw", "admin", "/#/parked", "parked", (OFFICE,), tap("withdraw"), frozenset({NORMAL})),
    Screen("16-parked-dark", "admin", "/#/parked", "parked", (OFFICE,), states=frozenset({NORMAL}), dark=True),
    Screen("20-audit", "admin", "/#/audit", "audit", (OFFICE, LAPTOP)),
    Screen("20-audit-open", "admin", "/#/audit", "audit", (OFFICE,), open_entry, frozenset({NORMAL})),
)  # fmt: skip
PRODUCTS, STATIONS = "/#/data/product", "/#/data/station"
ROWS = "record-row"
DATA = (
    Screen("21-data-products", "admin", PRODUCTS, ROWS, (OFFICE, LAPTOP), locales=THREE, offline=SEE_AGE),
    Screen("21-data-stations", "admin", STATIONS, ROWS, (OFFICE, LAPTOP), offline=SEE_AGE),
    Screen("21-data-narrow", "admin", STATIONS, ROWS, (TABLET, PHONE), states=frozenset({NORMAL, LONG})),
    Screen("21-data-dark", "admin", PRODUCTS, ROWS, (OFFICE,), choose_records, frozenset({NORMAL}), dark=True),
    Screen("22-data-empty", "admin", "/#/data/supplier", "first-record", (OFFICE, LAPTOP), states=frozenset({NORMAL})),
    Screen("22-data-none", "admin", PRODUCTS, ROWS, (OFFICE,), narrow_to_nothing, frozenset({NORMAL})),
    Screen(
        "23-data-product", "admin", PRODUCTS, ROWS, (OFFICE, LAPTOP, PHONE), open_record("EPS-72B"),
        frozenset({NORMAL, LONG, OFFLINE}), THREE, SEE_AGE,
    ),
    Screen(
        "24-data-edit", "admin", STATIONS, ROWS, (OFFICE, LAPTOP), edit_record("GR-01"), frozenset({NORMAL, LONG}),
        THREE,
    ),
    Screen("24-data-new", "admin", PRODUCTS, ROWS, (OFFICE, LAPTOP, PHONE), type_wrongly, frozenset({NORMAL}), THREE),
    Screen(
        "24-data-lines", "admin", "/#/data/bom/new", "record-form", (OFFICE,),
        tap("field-components-add", "field-components-add", "save"), frozenset({NORMAL}),
    ),
    Screen(
        "24-data-cards", "admin", "/#/data/routing/new", "record-form", (OFFICE, PHONE), tap("field-operations-add"),
        frozenset({NORMAL}),
    ),
    Screen("24-data-shift", "admin", "/#/data/shift", ROWS, (OFFICE,), edit_record("DAY"), frozenset({NORMAL})),
    Screen("25-data-many", "admin", STATIONS, ROWS, (OFFICE,), change_many, frozenset({NORMAL})),
)  # fmt: skip
SCREENS = (*STATION, *DESK, *DATA)
