# SPDX-License-Identifier: Apache-2.0
"""Brings a database up to the newest migration, as the owner role."""

from collections.abc import Iterable
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from lockstep.platform.database.grants import grant_runtime

SCRIPTS = "lockstep.migrations"
LOCK = 7_230_411


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files(SCRIPTS)))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s")
    return config


def migrate(
    owner_url: str, *, runtime_role: str | None = None, append_only: Iterable[str] = (), target: str = "head"
) -> None:
    """Processes that start together wait for one another here."""
    engine = create_engine(owner_url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            if runtime_role:
                grant_runtime(connection, runtime_role, append_only)
    finally:
        engine.dispose()


def newest_migration() -> str:
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise RuntimeError("there is no migration")
    return head
