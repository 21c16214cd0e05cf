# SPDX-License-Identifier: Apache-2.0
"""The screens of the station."""

from playwright.sync_api import Page

from tools.shots.screen import (
    EMPTY,
    HAND,
    LONG,
    NORMAL,
    OFFICE,
    OFFLINE,
    PHONE,
    THREE,
    WITH_ORDERS,
    Screen,
    Step,
    see,
    tap,
    tap_if_there,
)
from tools.shots.station_steps import asks_why, holds_too_many, records_time, stops, unsent, with_others

SHEET = "/station#/report/{operation}"
BLOCKED = "/station#/report/{blocked}"
HANDOVERS = "/station#/handovers"
JOB = "/station#/job/{operation}"
HELD = "/station#/job/{blocked}"


def typed(*digits: str) -> Step:
    return tap("quantity-edit", *(f"key-{digit}" for digit in digits))


def types_much_ng(page: Page) -> None:
    tap("has-ng", "ng-value", *["key-9"] * 8)(page)
    page.get_by_test_id("beyond").wait_for()


def scan_unknown(page: Page) -> None:
    page.get_by_test_id("scan-input").fill("WO-0000-9999")
    page.get_by_test_id("scan-go").click()
    page.get_by_test_id("scan-answer").wait_for()


def look_for_code(page: Page) -> None:
    tap("has-ng", "all-defects")(page)
    page.get_by_test_id("defect-search").fill("w")


def pin(page: Page) -> None:
    page.locator('[data-testid^="person-"]').first.click()
    tap("pin-1", "pin-0")(page)


def read_instruction(page: Page) -> None:
    tap("instruction")(page)
    page.get_by_test_id("viewer-page").first.wait_for()
    page.wait_for_load_state("networkidle")


STATION = (
    Screen("01-sign-in", "terminal", "/station", "pin-1", HAND, pin, WITH_ORDERS),
    Screen("01-register", "nobody", "/station", "register", HAND, states=frozenset({NORMAL})),
    Screen("02-queue", "worker", "/station", "queue", HAND, locales=THREE, offline=see("sync")),
    Screen("02-queue-pause", "worker", "/station", "queue", HAND, asks_why, frozenset({NORMAL}), THREE),
    Screen("02-job", "worker", JOB, "holding", HAND, states=WITH_ORDERS - {OFFLINE}, locales=THREE),
    Screen("02-job-held", "leader", HELD, "stopping", HAND, tap("release"), frozenset({NORMAL}), THREE),
    Screen("02-job-over", "leader", JOB, "holding", HAND, holds_too_many, frozenset({NORMAL}), THREE),
    Screen("02-job-stop", "leader", JOB, "stopping", HAND, stops, frozenset({NORMAL, LONG}), THREE),
    Screen("04-outbox", "worker", "/station#/outbox", "outbox", HAND, unsent, frozenset({NORMAL}), THREE),
    Screen("04-outbox-empty", "worker", "/station#/outbox", "outbox", (PHONE,), states=frozenset({NORMAL})),
    Screen("02-handovers", "worker", HANDOVERS, "handover-form", HAND, locales=THREE, offline=see("handover")),
    Screen("02-records", "worker", "/station#/records", "records", HAND),
    Screen(
        "02-records-reverse", "worker", "/station#/records", "records", (PHONE,), tap_if_there("reverse"),
        WITH_ORDERS - {OFFLINE},
    ),
    Screen("02-mine", "worker", "/station#/mine", "mine-pay", HAND, tap_if_there("pay-lines"), WITH_ORDERS, THREE),
    Screen("02-mine", "worker", "/station#/mine", "mine-pay", HAND, states=frozenset({EMPTY})),
    Screen("02-mine-month", "worker", "/station#/mine", "mine-pay", (PHONE,), tap("period-month"), frozenset({NORMAL})),
    Screen("02-scan-unknown", "worker", "/station#/scan", "scan", (PHONE,), scan_unknown, frozenset({NORMAL})),
    Screen(
        "03a-sheet", "worker", SHEET, "report-sheet", HAND, states=WITH_ORDERS, locales=THREE,
        offline=lambda page: (tap("submit")(page), see("offline")(page), see("toast")(page))[0],
    ),
    Screen("03f-crew", "worker", SHEET, "report-sheet", HAND, with_others, frozenset({NORMAL, LONG}), THREE),
    Screen("03g-time", "worker", SHEET, "report-sheet", HAND, records_time, frozenset({NORMAL, LONG}), THREE),
    Screen("03a-over", "worker", SHEET, "report-sheet", (PHONE,), tap(*["plus-10"] * 9), frozenset({NORMAL})),
    Screen(
        "03b-ng", "worker", SHEET, "report-sheet", HAND, tap("has-ng", "chip-D-CH", "chip-D-BN", "ng-more"),
        frozenset({NORMAL}), THREE,
    ),
    Screen("03b-ng", "worker", SHEET, "report-sheet", HAND, tap("has-ng", "ng-more"), frozenset({LONG})),
    Screen("03b-codes", "worker", SHEET, "report-sheet", (PHONE,), look_for_code, frozenset({NORMAL, LONG})),
    Screen("03c-keypad", "worker", SHEET, "report-sheet", HAND, typed(*"40"), frozenset({NORMAL, LONG})),
    Screen("03c-keypad-over", "worker", SHEET, "report-sheet", (PHONE,), typed(*"940"), frozenset({NORMAL, LONG})),
    Screen("03c-keypad-beyond", "worker", SHEET, "report-sheet", (PHONE,), types_much_ng, frozenset({NORMAL, LONG})),
    Screen(
        "03e-instruction", "worker", SHEET, "report-sheet", (*HAND, OFFICE), read_instruction,
        frozenset({NORMAL}), THREE,
    ),
    Screen("03d-blocked", "worker", BLOCKED, "state-note", (PHONE,), states=frozenset({NORMAL})),
)  # fmt: skip
