# SPDX-License-Identifier: Apache-2.0
"""Real server processes that a test may kill.

Starting Python and importing the product takes longer than everything else about a restart, so one process
does it once and forks `lockstep serve` from itself as often as the test asks. It has no threads.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]


class Servers:
    """Starts one server after the other and ends it, or part of it, with kill -9."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def start(self) -> None:
        self._ask("start")

    def kill_all(self) -> None:
        """The server and its workers."""
        self._ask("kill all")

    def kill_parent(self) -> None:
        """Its workers have to notice by themselves."""
        self._ask("kill parent")

    def kill_worker(self) -> None:
        """The server has to make another."""
        self._ask("kill worker")

    def _ask(self, what: str) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline().strip() == what, "the forking process is gone"


@contextmanager
def servers(settings: Mapping[str, str], log: Path) -> Iterator[Servers]:
    """`settings` are the `LOCKSTEP_*` of the server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOCKSTEP_")}
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.serving"],
            cwd=ROOT,
            env={**kept, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        with process:
            try:
                yield Servers(process)
            finally:
                assert process.stdin
                process.stdin.close()


def _serve_on_demand() -> None:
    from lockstep.app.cli import cli

    pid = 0
    for line in sys.stdin:
        what = line.strip()
        match what:
            case "start":
                pid = os.fork()
                if pid == 0:
                    _serve(cli)
            case "kill all":
                os.killpg(pid, signal.SIGKILL)
            case "kill parent":
                os.kill(pid, signal.SIGKILL)
            case "kill worker":
                os.kill(_workers(pid)[0], signal.SIGKILL)
        if what in ("kill all", "kill parent"):
            os.waitpid(pid, 0)
            pid = 0
        sys.stdout.write(f"{what}\n")
        sys.stdout.flush()
    if pid:
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _serve(cli: Callable[[list[str]], object]) -> NoReturn:
    os.setsid()
    os.dup2(2, 1)
    cli(["serve", "--workers", "2"])
    os._exit(0)


def _workers(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


if __name__ == "__main__":
    _serve_on_demand()
