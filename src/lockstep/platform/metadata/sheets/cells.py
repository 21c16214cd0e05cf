# SPDX-License-Identifier: Apache-2.0
"""A cell of a sheet as the JSON value of its field."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from lockstep.kernel.names import FALLBACK
from lockstep.platform.metadata.entity import Entity
from lockstep.platform.metadata.fields import Field
from lockstep.platform.metadata.sheets.errors import CellProblem
from lockstep.platform.metadata.sheets.reading import Cell

YES = {"1", "true", "yes", "y", "是", "√", "对", "真"}
NO = {"0", "false", "no", "n", "否", "×", "错", "假"}
SEPARATORS = re.compile(r"[;,；，、\n]+")
ERRORS = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)", re.IGNORECASE)


def value_of(entity: Entity, field: Field, cell: Cell) -> Any:
    """None for an empty cell: the field is then not named at all."""
    if cell is None:
        return None
    if isinstance(cell, str) and ERRORS.fullmatch(cell):
        raise CellProblem("cell_formula_error", value=cell)
    match field.kind:
        case "integer":
            return _integer(cell)
        case "quantity":
            return _number(cell)
        case "flag":
            return _flag(cell)
        case "choice":
            return _choice(entity, field, _text(cell))
        case "date":
            return _date(cell)
        case "time":
            return _time(cell)
        case "instant":
            return cell.isoformat() if isinstance(cell, datetime) else _text(cell)
        case "texts" | "references":
            return [part.strip() for part in SEPARATORS.split(_text(cell)) if part.strip()]
        case "integers":
            return [_integer(part) for part in SEPARATORS.split(_text(cell)) if part.strip()]
    return _text(cell)


def _text(cell: Cell) -> str:
    """A code that a spreadsheet took for a number is written as people wrote it."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell if isinstance(cell, str) else str(cell)


def _number(cell: Cell) -> int | float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    try:
        number = float(_text(cell).replace(",", "").replace("，", ""))
    except ValueError:
        raise CellProblem("cell_not_a_number", value=_text(cell)) from None
    return int(number) if number.is_integer() else number


def _integer(cell: Cell) -> int:
    number = _number(cell)
    if isinstance(number, float) and not number.is_integer():
        raise CellProblem("cell_not_whole", value=_text(cell))
    return int(number)


def _flag(cell: Cell) -> bool:
    text = _text(cell).lower()
    if text in YES or text in NO:
        return text in YES
    raise CellProblem("cell_not_yes_or_no", value=text)


def _choice(entity: Entity, field: Field, text: str) -> str:
    for choice in field.choices:
        words = entity.labels.get(f"{field.key}.{choice}", {})
        if text.lower() in (choice.lower(), *(words.get(locale, "").lower() for locale in FALLBACK)):
            return choice
    raise CellProblem("cell_not_a_choice", value=text, choices=", ".join(field.choices))


def _date(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", _text(cell))
    if found:
        try:
            return date(*(int(part) for part in found.groups())).isoformat()
        except ValueError:
            pass
    raise CellProblem("cell_not_a_date", value=_text(cell))


def _time(cell: Cell) -> str:
    if isinstance(cell, timedelta):
        hours, seconds = divmod(int(cell.total_seconds()) % 86_400, 3_600)
        cell = time(hours, seconds // 60)
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.isoformat()
    found = re.fullmatch(r"(\d{1,2})[:：](\d{2})(?::\d{2})?", _text(cell))
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return f"{int(found[1]):02}:{found[2]}:00"
    raise CellProblem("cell_not_a_time", value=_text(cell))
