# SPDX-License-Identifier: Apache-2.0
"""The English sentences of an import on the command line."""

from typing import Any

from lockstep.app.importing.outcome import CannotRead
from lockstep.kernel.errors import LockstepError

CANNOT_READ = {
    "mapping_missing": "The mapping {file} cannot be opened: {problem}.",
    "mapping_not_toml": "The mapping {file} is not TOML: {problem}.",
    "mapping_invalid": "The mapping {file} is not complete or not right:",
    "file_missing": "The file {file} cannot be opened: {problem}.",
    "not_csv": "{file} is not a CSV file: {problem}.",
    "not_text": "{file} is not text in the encoding that the mapping names: {problem}.",
    "columns_missing": "{file} does not have the columns that the mapping names: {columns}.\nIt has: {found}.",
    "columns_twice": "{file} has more than one column of the name: {columns}.",
}

LINES = {
    "same_row": "the same as an earlier line of this file",
    "booked_before": "booked by an earlier import",
    "parked_before": "taken by an earlier import; waits among the parked reports",
    "not_csv": "cannot be taken apart into cells",
    "too_many_cells": "has more cells than the header has columns",
    "unreadable_text": "has letters that are not of the file's encoding",
    "missing_value": "a cell that is needed is empty",
    "unreadable_time": "a time cannot be read",
    "unreadable_number": "a quantity cannot be read",
    "negative_quantity": "a quantity is below zero",
    "ng_over_total": "more pieces are rejected than were made",
    "ends_before_start": "ends before it starts; the start was left out",
    "no_time_spent": "ends when it starts",
    "duration_differs": "the duration contradicts start and end",
    "duration_unreadable": "the duration cannot be read",
    "rework_counted_again": "pieces of rework, counted once more at their operation",
    "unknown_report_type": "the mapping does not say what this report type is",
    "order_quantity_unreadable": "the order's quantity cannot be read here",
    "order_quantity_differs": "other rows give another order quantity",
    "order_quantity_unknown": "no row gives the order's quantity",
    "product_differs": "other rows of the order name another product",
    "operation_not_in_order": "the order is there already, without this operation",
    "command_content_differs": "an earlier import booked this row with other content",
    "over_available": "more pieces than were handed over to the operation",
    "wrong_shape": "a value is too long, too large or otherwise not allowed",
}


def sentence_of_line(outcome: str, code: str) -> str:
    if code == "ends_before_start" and outcome == "refused":
        return "ends before it starts"
    if code in LINES:
        return LINES[code]
    known = {kind.code: kind.message for kind in _kinds(LockstepError)}
    return known.get(code) or code


def sentence_of(refusal: CannotRead) -> str:
    shown = {name: ", ".join(value) if _texts(value) else value for name, value in refusal.params.items()}
    problems = [f"\n  {one['at']}: {one['problem']}" for one in refusal.params.get("problems", [])]
    return CANNOT_READ[refusal.code].format(**shown) + "".join(problems)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _kinds(kind: type[LockstepError]) -> list[type[LockstepError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in _kinds(child))]
