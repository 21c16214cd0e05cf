# SPDX-License-Identifier: Apache-2.0
"""One line of history, and a database brought up by it says what the models say."""

from alembic import command
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from lockstep.platform.database.migrate import alembic_config, migrate
from tools.scratch import scratch_server


def check_history() -> int:
    scripts = ScriptDirectory.from_config(alembic_config())
    heads = scripts.get_heads()
    if len(heads) != 1:
        raise SystemExit(f"history has {len(heads)} ends: {', '.join(heads)}")
    revisions = list(scripts.walk_revisions())
    if joins := [revision.revision for revision in revisions if revision.is_merge_point]:
        raise SystemExit(f"history is one line, and these join two: {', '.join(joins)}")
    return len(revisions)


def check_models(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            command.check(config)
    except CommandError as differs:
        raise SystemExit(f"{differs}\nWrite the step: python -m tools.new_migration NAME") from None
    finally:
        engine.dispose()


def main() -> None:
    steps = check_history()
    with scratch_server() as server:
        migrate(server.owner_url())
        check_models(server.owner_url())
        # A second run finds nothing to do.
        migrate(server.owner_url())
    print(f"{steps} steps, models and database agree")


if __name__ == "__main__":
    main()
