# SPDX-License-Identifier: Apache-2.0
"""The embedded PostgreSQL through everything that happens to a server on somebody's own machine."""

import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from lockstep.platform.database.embedded import (
    EmbeddedServer,
    EmbeddedServerError,
    binaries,
    place,
    postmaster,
)
from lockstep.platform.database.embedded.account import Account

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")


@contextmanager
def open_folder() -> Iterator[Path]:
    """Not pytest's tmp_path: that one is private to us, and as root the server is somebody else."""
    made = Path(tempfile.mkdtemp(prefix="lockstep-test-"))
    made.chmod(0o755)
    try:
        yield made
        EmbeddedServer(made).destroy()
    finally:
        shutil.rmtree(made)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """A durable one for the tests that leave it running as they found it."""
    with open_folder() as made:
        started = EmbeddedServer(made)
        assert started.start() is True
        yield started


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def data_of(server: EmbeddedServer) -> Path:
    return server._place.data


def pid_of(server: EmbeddedServer) -> int:
    found = postmaster.running(data_of(server))
    assert found is not None
    return found.pid


def keep_a_row(server: EmbeddedServer) -> None:
    with connect(server.owner_url()) as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")


def kept_row(server: EmbeddedServer) -> int:
    with connect(server.owner_url()) as connection:
        row = connection.execute("SELECT number FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def start_script(folder: Path) -> list[str]:
    code = """
import sys, pathlib
from lockstep.platform.database.embedded import EmbeddedServer
server = EmbeddedServer(pathlib.Path(sys.argv[1]), fast=True)
print(server.start(), server.owner_url())
"""
    return [sys.executable, "-W", "error", "-c", code, str(folder)]


def test_first_start_makes_roles_database_and_private_files(server: EmbeddedServer) -> None:
    with connect(server.runtime_url()) as connection:
        who = connection.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert who.fetchone() == ("lockstep_runtime", False)
        settings = "SELECT current_setting(s) FROM unnest(%s::text[]) s"
        names = ["fsync", "synchronous_commit", "listen_addresses", "server_encoding", "TimeZone"]
        assert [row[0] for row in connection.execute(settings, [names])] == ["on", "on", "", "UTF8", "UTC"]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.not_mine ()")
    keep_a_row(server)
    home = server._place.home
    modes = {name: (home / name).stat().st_mode & 0o777 for name in ("", "run", "credentials.json")}
    assert modes == {"": 0o700, "run": 0o700, "credentials.json": 0o600}
    assert not list(home.glob("superuser-password*"))


def test_wrong_password_is_refused_though_the_user_is_local(server: EmbeddedServer) -> None:
    address = server.owner_url().split("@")[1]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(f"postgresql+psycopg://postgres:guess@{address}")


def test_second_start_keeps_the_running_server(server: EmbeddedServer) -> None:
    pid, again = pid_of(server), EmbeddedServer(server.folder)
    assert (again.start(), pid_of(again), again.owner_url()) == (False, pid, server.owner_url())


def test_stop_leaves_no_process_and_data_returns(server: EmbeddedServer) -> None:
    keep_a_row(server)
    server.stop()
    assert not server.is_running()
    assert postmaster.processes_of(data_of(server)) == []
    assert not any(path.exists() for path in server._place.socket_files)
    server.stop()
    assert server.start() is True
    assert kept_row(server) == 7


def test_killed_server_starts_again_beside_a_busy_orphan(server: EmbeddedServer) -> None:
    keep_a_row(server)
    busy = psycopg.pq.PGconn.connect(server.owner_url().replace("+psycopg", "").encode())
    orphan = busy.backend_pid
    # A backend that computes does not notice that its postmaster is gone.
    busy.send_query(b"SELECT count(*) FROM generate_series(1, 1000000000000)")
    killed = pid_of(server)
    os.kill(killed, signal.SIGKILL)
    assert postmaster.wait_until(lambda: not server.is_running(), 5)
    assert orphan in postmaster.processes_of(data_of(server))
    assert server.start() is True
    busy.finish()
    assert pid_of(server) != killed
    assert orphan not in postmaster.processes_of(data_of(server))
    assert kept_row(server) == 7


def test_copied_clone_runs_beside_the_original(folder: Path) -> None:
    original, copy = EmbeddedServer(folder / "a", fast=True), EmbeddedServer(folder / "b", fast=True)
    original.start()
    keep_a_row(original)
    original.stop()
    shutil.copytree(folder / "a", folder / "b")
    original.start()
    # As if copied while it ran: the pid in the file lives, and belongs to the other clone's server.
    shutil.copy(data_of(original) / "postmaster.pid", folder / "b" / "postgres" / data_of(original).name)
    try:
        assert copy.is_running() is False
        assert copy.start() is True
        assert pid_of(copy) != pid_of(original)
        assert kept_row(copy) == kept_row(original) == 7
    finally:
        original.destroy()
        copy.destroy()


def test_interrupted_initdb_is_begun_anew(folder: Path) -> None:
    server = EmbeddedServer(folder, fast=True)
    server._place.prepare()
    half = data_of(server).with_suffix(".new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    assert server.start() is True
    assert not half.exists()


def test_two_processes_that_start_at_once_share_one_server(folder: Path) -> None:
    starters = [subprocess.Popen(start_script(folder), stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = [starter.communicate(timeout=60)[0].split() for starter in starters]
    assert sorted(answer[0] for answer in answers) == ["False", "False", "True"]
    assert len({answer[1] for answer in answers}) == 1


def test_databases_are_made_from_a_template_and_dropped(server: EmbeddedServer) -> None:
    keep_a_row(server)
    server.create_database("second", template="lockstep")
    assert server.has_database("second")
    with connect(server.owner_url("second")) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
        server.drop_database("second")
    assert not server.has_database("second")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(server.owner_url("second"))


def test_long_path_gets_a_short_socket_folder(folder: Path) -> None:
    deep = folder / ("long-" * 20) / ("产线" * 10)
    deep.mkdir(parents=True)
    server = EmbeddedServer(deep, fast=True)
    server.start()
    keep_a_row(server)
    sockets = server._place.socket_folder
    assert deep not in sockets.parents
    assert sockets.stat().st_mode & 0o777 == 0o700
    server.destroy()
    assert not sockets.exists()


def test_failure_names_the_reason_from_the_log(folder: Path) -> None:
    server = EmbeddedServer(folder, fast=True)
    server.start()
    server.stop()
    with (data_of(server) / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = 1\n")
    with pytest.raises(EmbeddedServerError, match="no_such_setting"):
        server.start()


def test_url_before_the_first_start_says_so(folder: Path) -> None:
    with pytest.raises(EmbeddedServerError, match="never started"):
        EmbeddedServer(folder).runtime_url()


@as_root
def test_root_serves_an_unreachable_folder_from_elsewhere(folder: Path) -> None:
    folder.chmod(0o700)
    server = EmbeddedServer(folder, fast=True)
    server.start()
    home = server._place.home
    assert home.parent == place.FALLBACK_ROOT
    assert server._place.account.uid != 0
    # Found again from a new process, and by the folder's name alone.
    assert EmbeddedServer(folder).owner_url() == server.owner_url()
    server.destroy()
    assert not home.exists()


@as_root
def test_root_copies_programs_out_of_a_private_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = folder / "private"
    private.mkdir(mode=0o700)
    package = binaries.installed().parents[1]
    for source in (package / binaries.installed().parent.name, package.with_name(package.name + ".libs")):
        shutil.copytree(source, private / source.relative_to(package.parent), symlinks=True)
    hidden = private / binaries.installed().relative_to(package.parent)
    monkeypatch.setattr(binaries, "installed", lambda: hidden)
    server = EmbeddedServer(folder, fast=True)
    server.start()
    assert server._place.home in server.program("postgres").parents
    keep_a_row(server)
    assert kept_row(server) == 7


def start_as(user: pwd.struct_passwd, folder: Path) -> None:
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    assert EmbeddedServer(folder, fast=True).start() is True


@as_root
def test_ordinary_user_runs_it_and_root_joins(folder: Path) -> None:
    user = pwd.getpwnam("nobody")
    if not Account(user.pw_uid, user.pw_gid).reaches(binaries.installed()):
        pytest.skip("this environment lies in a folder that only root can read")
    own = folder / "own"
    own.mkdir()
    os.chown(own, user.pw_uid, user.pw_gid)
    # Forked, since the Python of root may be out of an ordinary user's reach.
    starter = multiprocessing.get_context("fork").Process(target=start_as, args=(user, own))
    starter.start()
    starter.join(60)
    assert starter.exitcode == 0
    server = EmbeddedServer(own, fast=True)
    assert server._place.account.uid == user.pw_uid
    assert server.start() is False
    keep_a_row(server)
    server.stop()
    assert server.start() is True
    assert kept_row(server) == 7
    server.destroy()
