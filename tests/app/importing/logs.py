# SPDX-License-Identifier: Apache-2.0
"""Small logs and their mapping."""

import tomllib
from pathlib import Path
from typing import Any

from lockstep.app.importing.mapping import Mapping

HEADER = "Order,Step,Machine,Start,End,Spent,Ordered,Part,Who,Type,Good,Bad,Review,Again"
MAPPING = """
time_zone = "Asia/Shanghai"
time_format = "%Y-%m-%d %H:%M"
key = ["Order", "Step", "Machine", "Start", "End", "Who"]
rework_marks = ["Y"]
site = { code = "S", name = { en = "Shop" } }
line = { code = "L", name = { en = "Line" } }
report_types = { setup = ["S"], run = ["D"], other = ["B"] }

[columns]
order = "Order"
order_quantity = "Ordered"
product = "Part"
activity = "Step"
resource = "Machine"
person = "Who"
start = "Start"
end = "End"
duration = "Spent"
report_type = "Type"
good = "Good"
rework = "Again"

[[ng]]
column = "Bad"
defect_code = "REJECTED"
name = { en = "Rejected" }
disposition = "scrap"

[[ng]]
column = "Review"
defect_code = "MRB"
name = { en = "For review" }
disposition = "pending"
"""


def mapping(**changes: Any) -> Mapping:
    return Mapping.model_validate({**tomllib.loads(MAPPING), **changes})


def row(
    step: str = "Turn",
    start: str = "07:00",
    end: str = "08:00",
    good: object = 0,
    bad: object = 0,
    review: object = 0,
    *,
    order: str = "W1",
    ordered: object = 10,
    spent: str = "1:00",
    kind: str = "D",
    who: str = "Ann",
    machine: str = "M1",
    again: str = "",
    part: str = "Shaft",
    day: str = "2026-03-02",
) -> str:
    cells = [order, step, machine, f"{day} {start}", f"{day} {end}", spent, ordered, part, who, kind]
    return ",".join(str(cell) for cell in [*cells, good, bad, review, again])


def write_log(folder: Path, *rows: str, header: str = HEADER, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8-sig")
    return path


def write_mapping(folder: Path, text: str = MAPPING) -> Path:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path
