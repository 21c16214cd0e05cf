# SPDX-License-Identifier: Apache-2.0
"""What the runtime role may do: records are append-only for it, whatever the program tries."""

from collections.abc import Iterable

from sqlalchemy import Connection, text


def grant_runtime(connection: Connection, role: str, append_only: Iterable[str]) -> None:
    quoted = connection.dialect.identifier_preparer.quote(role)
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {quoted}"))
    connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}"))
    connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}"))
    for table in append_only:
        name = connection.dialect.identifier_preparer.quote(table)
        connection.execute(text(f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM {quoted}"))
    connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {quoted}"))
