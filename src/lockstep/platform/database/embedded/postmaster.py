# SPDX-License-Identifier: Apache-2.0
"""What `postmaster.pid` and the process table say about a data folder."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

_PROC = Path("/proc")


@dataclass(frozen=True)
class PidFile:
    pid: int
    socket_folder: Path | None
    status: str


def read_pid_file(data: Path) -> PidFile | None:
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    # Lines: pid, data folder, start time, port, socket folder, listen address, shared memory key, status.
    socket_folder = Path(lines[4]) if len(lines) > 4 and lines[4] else None
    return PidFile(abs(pid), socket_folder, lines[7].strip() if len(lines) > 7 else "starting")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def serves(pid: int, data: Path) -> bool:
    """A pid alone proves nothing after a reboot or a kill: the process must be a postgres in this folder."""
    if not _PROC.is_dir():
        return is_alive(pid)
    try:
        name = (_PROC / str(pid) / "comm").read_text().strip()
        # A zombie has no working directory any more.
        return name == "postgres" and (_PROC / str(pid) / "cwd").readlink() == data
    except OSError:
        return False


def running(data: Path) -> PidFile | None:
    found = read_pid_file(data)
    return found if found and serves(found.pid, data) else None


def processes_of(data: Path) -> list[int]:
    if not _PROC.is_dir():
        return []
    pids = (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit())
    return [pid for pid in pids if serves(pid, data)]


def end_processes(data: Path) -> None:
    """All of the folder, at once. Backends that outlive a killed postmaster hold its shared memory: no server may start
    beside them."""
    for number, patience in ((signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        for pid in processes_of(data):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        if wait_until(lambda: not processes_of(data), patience):
            return


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = monotonic() + seconds
    while not condition():
        if monotonic() > deadline:
            return False
        sleep(0.02)
    return True
