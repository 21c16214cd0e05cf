# SPDX-License-Identifier: Apache-2.0
"""Plants as earlier versions stored them; `tools/keep_landing.py` made them."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from lockstep.platform.database.migrate import migrate

FOLDER = Path(__file__).with_name("landings")
IDENTITIES = "SELECT table_name, column_name FROM information_schema.columns WHERE is_identity = 'YES'"


@dataclass(frozen=True)
class Landing:
    path: Path

    @property
    def revision(self) -> str:
        return self.path.stem

    def restore(self, owner_url: str) -> dict[str, int]:
        """The database of that version with its data; answers the rows of each table."""
        migrate(owner_url, target=self.revision)
        with psycopg.connect(libpq(owner_url)) as connection, zipfile.ZipFile(self.path) as pack:
            for name in pack.namelist():
                _fill(connection, name.removesuffix(".csv"), pack.read(name))
            _go_on_counting(connection)
            return {name.removesuffix(".csv"): rows(connection, name.removesuffix(".csv")) for name in pack.namelist()}


LANDINGS = [Landing(path) for path in sorted(FOLDER.glob("*.zip"))]


def libpq(url: str) -> str:
    return url.replace("+psycopg", "")


def rows(connection: psycopg.Connection, table: str) -> int:
    found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert found is not None
    return int(found[0])


def _fill(connection: psycopg.Connection, table: str, content: bytes) -> None:
    columns = [sql.Identifier(name) for name in content.split(b"\n", 1)[0].decode().strip().split(",")]
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, HEADER)")
    with connection.cursor() as cursor:
        command = statement.format(sql.Identifier(table), sql.SQL(", ").join(columns))
        with cursor.copy(command) as copy:
            copy.write(content)


def _go_on_counting(connection: psycopg.Connection) -> None:
    for table, column in connection.execute(IDENTITIES).fetchall():
        statement = sql.SQL("SELECT setval(pg_get_serial_sequence({}, {}), coalesce(max({}), 0) + 1, false) FROM {}")
        names = sql.Literal(f'"{table}"'), sql.Literal(column), sql.Identifier(column), sql.Identifier(table)
        connection.execute(statement.format(*names))
