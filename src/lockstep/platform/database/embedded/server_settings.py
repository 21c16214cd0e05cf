# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

_COMMON = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
_DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # A week of logs, each day's file overwritten when its name comes round again.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
}
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Such a server may lie in memory.
    "max_wal_size": "512MB",
    # Guessing passwords is no danger here, and each test has connections of its own.
    "scram_iterations": "1",
    # A connection that was given up half made is waited for whenever a database is dropped; by default for a minute.
    "authentication_timeout": "5s",
}


def render(socket_folder: Path, *, fast: bool) -> str:
    # The value is a list of names: quoted, so that a comma in a path does not split it.
    sockets = {"unix_socket_directories": f'"{socket_folder}"'}
    values = _COMMON | sockets | (_FAST if fast else _DURABLE)
    lines = [f"{name} = '{_quote(value)}'" for name, value in values.items()]
    return "\n".join(["# Written at every start.", *lines, ""])


def _quote(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
