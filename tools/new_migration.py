# SPDX-License-Identifier: Apache-2.0
"""Writes the step from a fresh database to what the models say: `python -m tools.new_migration NAME`."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.script import Script
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from lockstep.platform.database.migrate import alembic_config, migrate
from tools.scratch import scratch_server


def main(name: str) -> None:
    revision = f"{datetime.now(UTC):%Y%m%d_%H%M}_{name}"
    with scratch_server() as server:
        migrate(server.owner_url())
        engine = create_engine(server.owner_url(), poolclass=NullPool)
        with engine.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            script = command.revision(config, name.replace("_", " "), rev_id=revision, autogenerate=True)
        engine.dispose()
    assert isinstance(script, Script)
    for order in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([Path(sys.executable).with_name("ruff"), *order, script.path], check=True)


if __name__ == "__main__":
    main(sys.argv[1])
