# SPDX-License-Identifier: Apache-2.0
"""`lockstep import reports` as a person or a job of theirs calls it."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool
from typer.testing import CliRunner, Result

from lockstep.app.cli import cli
from lockstep.platform.database.embedded import EmbeddedServer
from tests.app.importing.logs import MAPPING, row, write_log, write_mapping

LINES = [row(good=2, order=f"W{order}", start=f"0{hour}:00", end=f"0{hour + 1}:00")
         for order in range(30) for hour in range(5)]  # fmt: skip


@pytest.fixture
def address(server: EmbeddedServer, own_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    name = make_url(own_database).database
    assert name
    monkeypatch.setenv("LOCKSTEP_DATABASE_URL", own_database)
    monkeypatch.setenv("LOCKSTEP_OWNER_URL", server.owner_url(name))
    return own_database


def call(folder: Path, file: Path, *options: str, mapping: str = MAPPING) -> Result:
    arguments = ["import", "reports", str(file), "--mapping", str(write_mapping(folder, mapping)), *options]
    return CliRunner().invoke(cli, arguments)


def one(address: str, statement: str) -> Any:
    engine = create_engine(address, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return connection.execute(text(statement)).scalar()
    finally:
        engine.dispose()


def test_all_taken(address: str, tmp_path: Path) -> None:
    done = call(tmp_path, write_log(tmp_path, row(good=5), row(good=5)), "--json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert [answer[name] for name in ("read", "booked", "duplicate", "refused", "doubtful")] == [2, 1, 1, 0, 0]
    assert answer["lines"] == [{"line": 3, "outcome": "duplicate", "code": "same_row", "params": {"first_line": 2}}]


def test_some_refused(address: str, tmp_path: Path) -> None:
    done = call(tmp_path, write_log(tmp_path, row(good=5), row(good="?")))
    assert done.exit_code == 3
    assert "2 rows read: 1 booked" in done.stdout
    assert "unreadable_number" in done.stdout


def test_a_dry_run(address: str, tmp_path: Path) -> None:
    done = call(tmp_path, write_log(tmp_path, row(good=5)), "--dry-run")
    assert done.exit_code == 0
    assert "nothing was booked" in done.stdout
    assert one(address, "SELECT count(*) FROM command_inbox") == 0


@pytest.mark.parametrize(
    ("header", "mapping", "code", "says"),
    [
        ("Order,Step", MAPPING, "columns_missing", "Ordered, Part"),
        (None, MAPPING.replace("Asia/Shanghai", "Nowhere"), "mapping_invalid", "time_zone"),
        (None, "=", "mapping_not_toml", "mapping.toml"),
    ],
)
def test_what_cannot_be_read(
    address: str, tmp_path: Path, header: str | None, mapping: str, code: str, says: str
) -> None:
    file = write_log(tmp_path, row(good=5), header=header) if header else write_log(tmp_path, row(good=5))
    done = call(tmp_path, file, "--json", mapping=mapping)
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["code"] == code
    assert says in done.stderr
    assert "Nothing was booked." in done.stderr


def test_a_missing_file(address: str, tmp_path: Path) -> None:
    done = call(tmp_path, tmp_path / "none.csv")
    assert done.exit_code == 2
    assert "none.csv" in done.stderr


def started(folder: Path, file: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", "from lockstep.app.cli import main; main()", "import", "reports", str(file)]
    return subprocess.Popen(
        [*command, "--mapping", str(write_mapping(folder)), "--json"],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def wait_for_reports(address: str, least: int) -> int:
    deadline = time.monotonic() + 30
    while (booked := int(one(address, "SELECT count(*) FROM production_report"))) < least:
        assert time.monotonic() < deadline, "nothing was booked"
        time.sleep(0.02)
    return booked


def test_killed_and_repeated_it_completes_to_the_same_sums(address: str, tmp_path: Path) -> None:
    file = write_log(tmp_path, *LINES)
    for least in (10, 60):
        process = started(tmp_path, file)
        wait_for_reports(address, least)
        process.kill()
        process.communicate()
    booked = int(one(address, "SELECT count(*) FROM production_report"))
    assert booked >= 60
    answer = json.loads(call(tmp_path, file, "--json").stdout)
    assert (answer["read"], answer["refused"]) == (150, 0)
    assert answer["booked"] == 150 - booked
    assert one(address, "SELECT sum(good) FROM production_report") == 300
    assert one(address, "SELECT count(*) FROM work_order") == 30
    assert one(address, "SELECT sum(ready + gone) FROM cell") == 300
