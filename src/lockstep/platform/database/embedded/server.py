# SPDX-License-Identifier: Apache-2.0
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from lockstep.platform.database.embedded import binaries, credentials, place, postmaster, server_settings
from lockstep.platform.database.embedded.credentials import OWNER, RUNTIME, SUPERUSER
from lockstep.platform.database.embedded.errors import EmbeddedServerError
from lockstep.platform.database.embedded.place import Place

FIRST_DATABASE = "lockstep"
RECOVERY_SECONDS = 600
LEAVING_SECONDS = 1.0
"""PostgreSQL itself would wait for five until those who use a database have left it."""

_INCLUDE = "\ninclude 'lockstep.conf'\n"


class EmbeddedServer:
    """One server per folder, shared by every process that names the folder; reached by unix socket only."""

    def __init__(self, folder: Path, *, fast: bool = False) -> None:
        self.folder = folder
        self._fast = fast

    @cached_property
    def _place(self) -> Place:
        return place.locate(self.folder)

    @cached_property
    def _programs(self) -> Path:
        return binaries.usable_by(self._place.account, self._place.home)

    def start(self) -> bool:
        """Idempotent. True when this call started the server, False when it was running already."""
        self._place.prepare()
        with self._lock():
            self._make_cluster()
            fresh = postmaster.running(self._place.data) is None
            if fresh:
                self._clear_leftovers()
                self._launch()
            self._wait_until_ready()
            self._make_roles()
        return fresh

    def stop(self) -> None:
        data = self._place.data
        if not data.exists():
            return
        with self._lock():
            found = postmaster.running(data)
            if found is None:
                postmaster.end_processes(data)
                return
            for mode in ("fast", "immediate"):
                self._control("stop", "-m", mode, "-w", "-t", "60")
                if postmaster.wait_until(lambda: not postmaster.serves(found.pid, data), 5):
                    return
        raise EmbeddedServerError(f"PostgreSQL (pid {found.pid}) does not stop.\n{self._log_tail()}")

    def is_running(self) -> bool:
        return postmaster.running(self._place.data) is not None

    def destroy(self) -> None:
        """Stops the server and removes its data for good: there is nothing to finish first."""
        if self._place.data.exists():
            with self._lock():
                # Not by pg_ctl, which takes a process that has ended for a running one until somebody collects it.
                postmaster.end_processes(self._place.data)
                if self.is_running():  # on a system without /proc
                    self._control("stop", "-m", "immediate", "-w", "-t", "60")
        shutil.rmtree(self._place.socket_folder, ignore_errors=True)
        shutil.rmtree(self._place.home, ignore_errors=True)

    def owner_url(self, db: str = FIRST_DATABASE) -> str:
        return self._url(OWNER, self._credentials().owner, db)

    def runtime_url(self, db: str = FIRST_DATABASE) -> str:
        return self._url(RUNTIME, self._credentials().runtime, db)

    def create_database(self, name: str, template: str | None = None) -> None:
        # Files are copied quickly where the checkpoints before and after need not reach a disk.
        strategy = sql.SQL("FILE_COPY" if self._fast else "WAL_LOG")
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY {}")
        names = map(sql.Identifier, (name, OWNER, template or "template1"))
        with self._superuser() as connection:
            connection.execute(statement.format(*names, strategy))

    def has_database(self, name: str) -> bool:
        """One whose removal was cut off (-2) is none: it cannot be connected to, only dropped."""
        with self._superuser() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s AND datconnlimit <> -2", [name])
            return found.fetchone() is not None

    def rename_database(self, name: str, to: str) -> None:
        statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with self._superuser() as connection:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(to)))

    def drop_database(self, name: str, *, force: bool = True) -> None:
        """Without force it is refused (psycopg's ObjectInUse) while somebody uses the database."""
        if not force and not postmaster.wait_until(lambda: not self._is_used(name), LEAVING_SECONDS):
            raise psycopg.errors.ObjectInUse(f"database {name} is in use")
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)" if force else "DROP DATABASE IF EXISTS {}")
        with self._superuser() as connection:
            connection.execute(statement.format(sql.Identifier(name)))

    def _is_used(self, name: str) -> bool:
        statement = "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
        with self._superuser() as connection:
            return connection.execute(statement, [name]).fetchone() is not None

    def program(self, name: str) -> Path:
        """pg_dump, pgbench, psql and the like."""
        return self._programs / name

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Between processes and threads alike: each call opens the file anew."""
        handle = os.open(self._place.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._place.account.own(self._place.home / "lock")
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _make_cluster(self) -> None:
        here = self._place
        if here.data.exists():
            return
        secret = credentials.create(here.home, here.account)
        building = here.data.with_suffix(".new")
        shutil.rmtree(building, ignore_errors=True)
        password_file = here.home / "superuser-password"
        here.account.write_private_file(password_file, secret.superuser)
        try:
            made = here.account.run(self._initdb_command(building, password_file), cwd=here.home)
        finally:
            password_file.unlink()
        if made.returncode:
            raise EmbeddedServerError(f"initdb failed in {here.home}:\n{made.stdout}")
        with (building / "postgresql.conf").open("a") as file:
            file.write(_INCLUDE)
        # Renamed when whole: a killed initdb leaves nothing that looks like a cluster.
        building.rename(here.data)

    def _initdb_command(self, target: Path, password_file: Path) -> list[str | Path]:
        command: list[str | Path] = [self._programs / "initdb", "-D", target, "-U", SUPERUSER]
        command += ["-A", "scram-sha-256", "--pwfile", password_file, "--encoding", "UTF8", "--locale", "C"]
        command += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
        return [*command, "--no-sync"] if self._fast else command

    def _clear_leftovers(self) -> None:
        """After kill -9 or a copied folder. A dead pid's file stays: PostgreSQL itself recovers with it."""
        data = self._place.data
        postmaster.end_processes(data)
        left = postmaster.read_pid_file(data)
        if left and postmaster.is_alive(left.pid):
            # The number went to another process, which PostgreSQL would take for a running server.
            for path in (data / "postmaster.pid", *self._place.socket_files):
                path.unlink(missing_ok=True)

    def _launch(self) -> None:
        here = self._place
        settings = server_settings.render(here.socket_folder, fast=self._fast)
        here.account.write_private_file(here.data / "lockstep.conf", settings)
        log = here.home / "server.log"
        log.unlink(missing_ok=True)
        # Its outcome is judged by the process: recovery after a crash may outlast the wait.
        self._control("start", "-w", "-t", "60", "-l", str(log))

    def _wait_until_ready(self) -> None:
        """Also for a server whose starter was killed before it answered."""

        def status() -> str:
            found = postmaster.running(self._place.data)
            return found.status if found else "gone"

        settled = postmaster.wait_until(lambda: status() in ("ready", "gone"), RECOVERY_SECONDS)
        if not settled or status() == "gone":
            raise EmbeddedServerError(f"PostgreSQL does not start in {self._place.home}:\n{self._log_tail()}")

    def _make_roles(self) -> None:
        secret = self._credentials()
        with self._superuser() as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role, password in ((OWNER, secret.owner), (RUNTIME, secret.runtime)):
                if role not in known:
                    statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                    connection.execute(statement.format(sql.Identifier(role), sql.Literal(password)))
        if not self.has_database(FIRST_DATABASE):
            self.create_database(FIRST_DATABASE)

    def _control(self, *arguments: str) -> int:
        here = self._place
        done = here.account.run([self._programs / "pg_ctl", *arguments, "-D", here.data], cwd=here.home)
        return done.returncode

    def _superuser(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self._socket_folder()),
            port=5432,
            user=SUPERUSER,
            password=self._credentials().superuser,
            dbname="postgres",
            autocommit=True,
            connect_timeout=10,
        )

    def _credentials(self) -> credentials.Credentials:
        return credentials.read(self._place.home)

    def _url(self, user: str, password: str, db: str) -> str:
        # The port is named because libpq would otherwise follow a PGPORT of the environment.
        socket_folder = quote(str(self._socket_folder()))
        return f"postgresql+psycopg://{user}:{password}@/{db}?host={socket_folder}&port=5432"

    def _socket_folder(self) -> Path:
        """A running server knows best: it may have been started under another TMPDIR."""
        found = postmaster.running(self._place.data)
        return (found and found.socket_folder) or self._place.socket_folder

    def _log_tail(self) -> str:
        logs = sorted([*self._place.home.glob("server.log"), *self._place.data.glob("log/*.log")], key=_age)
        lines = [line for log in logs for line in log.read_text(errors="replace").splitlines()[-10:]]
        return "\n".join(lines)


def _age(path: Path) -> float:
    return path.stat().st_mtime
