# SPDX-License-Identifier: Apache-2.0
"""Records of a CSV file, one after the other, with the line on which each begins."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from lockstep.app.importing.mapping import Mapping
from lockstep.app.importing.outcome import CannotRead, Finding


@dataclass(frozen=True, slots=True)
class Record:
    """`cells` by column name as the mapping writes it; empty where the row cannot be taken apart."""

    line: int
    cells: dict[str, str]
    problem: Finding | None = None


class CsvRows(Protocol):
    """What `csv.reader` gives: rows, and how many lines of the file they have taken so far."""

    line_num: int

    def __next__(self) -> list[str]: ...


def tidy(text: str) -> str:
    """Without the spaces at the ends and the doubled ones within."""
    return " ".join(text.split())


@contextmanager
def open_log(path: Path, mapping: Mapping) -> Iterator[Iterator[Record]]:
    """The file's records; blank lines are not records. A file whose columns are not there is not opened."""
    try:
        # A letter that is not of the encoding spoils its row, not the file.
        file = path.open(encoding=mapping.encoding, errors="surrogateescape", newline="")
    except OSError as error:
        raise CannotRead("file_missing", file=str(path), problem=error.strerror or str(error)) from None
    with file:
        try:
            yield _records(path, file, mapping)
        except UnicodeError as error:
            raise CannotRead("not_text", file=str(path), problem=str(error)) from None
        except IsADirectoryError:
            raise CannotRead("file_missing", file=str(path), problem="it is a folder") from None


def _records(path: Path, file: TextIO, mapping: Mapping) -> Iterator[Record]:
    reader = csv.reader(file, delimiter=mapping.delimiter)
    try:
        header = next(reader, None)
    except csv.Error as error:
        raise CannotRead("not_csv", file=str(path), problem=str(error)) from None
    if not header:
        raise CannotRead("not_csv", file=str(path), problem="it has no header")
    places = _places(path, header, mapping)
    return _rows(reader, len(header), places)


def _places(path: Path, header: list[str], mapping: Mapping) -> dict[str, int]:
    known: dict[str, int] = {}
    twice: set[str] = set()
    for place, name in enumerate(header):
        key = tidy(name).casefold()
        if key in known:
            twice.add(key)
        known.setdefault(key, place)
    wanted = {name: tidy(name).casefold() for name in mapping.named_columns()}
    missing = [name for name, key in wanted.items() if key not in known]
    if missing:
        found = [tidy(name)[:80].encode("utf-8", "replace").decode() for name in header[:60]]
        raise CannotRead("columns_missing", file=str(path), columns=missing, found=found)
    unclear = [name for name, key in wanted.items() if key in twice]
    if unclear:
        raise CannotRead("columns_twice", file=str(path), columns=unclear)
    return {name: known[key] for name, key in wanted.items()}


def _rows(reader: CsvRows, width: int, places: dict[str, int]) -> Iterator[Record]:
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(line, {}, Finding("not_csv", {"problem": str(error)}))
            continue
        if not any(value.strip() for value in values):
            continue
        if any(value.strip() for value in values[width:]):
            # A separator too many has moved the cells behind it: none of them can be trusted.
            yield Record(line, {}, Finding("too_many_cells", {"cells": len(values), "columns": width}))
            continue
        yield Record(
            line,
            {name: tidy(values[place]) if place < len(values) else "" for name, place in places.items()},
        )
