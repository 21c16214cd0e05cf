# SPDX-License-Identifier: Apache-2.0
"""Records are append-only for the running product, whatever it tries."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from lockstep.app.models import APPEND_ONLY
from lockstep.platform.database.base import Base
from lockstep.platform.database.embedded import EmbeddedServer
from tests.support.database import TEMPLATE

PROVABLE = {"production_report", "movement", "change", "audit_entry", "command_inbox", "defect_line", "judgement"}


@pytest.fixture(scope="module")
def runtime(server: EmbeddedServer) -> Iterator[psycopg.Connection]:
    """Nothing that these tests try may succeed, so they need no database of their own."""
    with psycopg.connect(server.runtime_url(TEMPLATE).replace("+psycopg", ""), autocommit=True) as connection:
        yield connection


def test_what_proves_something_is_among_the_records() -> None:
    assert set(APPEND_ONLY) >= PROVABLE
    assert set(APPEND_ONLY) <= set(Base.metadata.tables)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_runtime_role_cannot_change_or_remove_records(runtime: psycopg.Connection, table: str) -> None:
    column = next(iter(Base.metadata.tables[table].columns)).name
    name, key = sql.Identifier(table), sql.Identifier(column)
    for statement in (
        sql.SQL("UPDATE {0} SET {1} = {1}").format(name, key),
        sql.SQL("DELETE FROM {0}").format(name, key),
        sql.SQL("TRUNCATE {0}").format(name, key),
        sql.SQL("DROP TABLE {0}").format(name, key),
        sql.SQL("ALTER TABLE {0} DISABLE TRIGGER ALL").format(name, key),
        sql.SQL("SELECT 1 FROM {0} FOR UPDATE").format(name, key),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            runtime.execute(statement)


@pytest.mark.parametrize("table", sorted(Base.metadata.tables))
def test_the_runtime_role_reads_and_adds(runtime: psycopg.Connection, table: str) -> None:
    may = "SELECT has_table_privilege(%s, 'SELECT') AND has_table_privilege(%s, 'INSERT')"
    assert runtime.execute(may, [table, table]).fetchone() == (True,)


def test_the_runtime_role_makes_no_tables_and_does_not_migrate(runtime: psycopg.Connection) -> None:
    for statement in (
        "CREATE TABLE mine (n int)",
        "UPDATE alembic_version SET version_num = 'x'",
        "DELETE FROM alembic_version",
        "INSERT INTO alembic_version VALUES ('x')",
        "SET ROLE lockstep_owner",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            runtime.execute(statement)
