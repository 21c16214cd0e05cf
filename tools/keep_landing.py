# SPDX-License-Identifier: Apache-2.0
"""Keeps the demonstration plant as the newest migration stores it: `python -m tools.keep_landing`.

Run when a version is handed out. What is kept then is what later versions have to bring up, see `tests/upgrade`.
"""

import zipfile
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool

from lockstep.platform.database.migrate import newest_migration
from tools.product import TEMPLATE, seeded_plants

KEPT = Path(__file__).resolve().parents[1] / "tests" / "upgrade" / "landings"


def tables_in_order(owner_url: str) -> list[str]:
    """Each after those that it refers to."""
    engine = create_engine(owner_url, poolclass=NullPool)
    try:
        found = inspect(engine).get_sorted_table_and_fkc_names()
        return [name for name, _ in found if name is not None and name != "alembic_version"]
    finally:
        engine.dispose()


def keep(owner_url: str, target: Path) -> int:
    tables = tables_in_order(owner_url)
    target.parent.mkdir(exist_ok=True)
    with (
        psycopg.connect(owner_url.replace("+psycopg", "")) as connection,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack,
    ):
        for table in tables:
            with connection.cursor().copy(f'COPY "{table}" TO STDOUT (FORMAT csv, HEADER)') as rows:
                pack.writestr(f"{table}.csv", b"".join(bytes(row) for row in rows))
    return len(tables)


def main() -> None:
    target = KEPT / f"{newest_migration()}.zip"
    with seeded_plants() as plants:
        kept = keep(plants.server.owner_url(TEMPLATE), target)
    print(f"{kept} tables in {target.name}, {target.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
