# SPDX-License-Identifier: Apache-2.0
"""Servers forked from one process that has the product imported, for importing costs more than all else of a start."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]


class ServerForks:
    """Its servers end with it, and with the process that made it."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._imported = subprocess.Popen(
            [sys.executable, "-m", "tools.server_forks"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(self, environment: Mapping[str, str], log: Path) -> int:
        """`lockstep serve` in a process group of its own, whose number is the answer."""
        return self._ask(start=dict(environment), log=str(log))

    def runs(self, process: int) -> bool:
        return bool(self._ask(runs=process))

    def end(self, process: int) -> None:
        """At once: its database goes as well, and a server that is asked politely takes seconds over open streams."""
        self._ask(end=process)

    def close(self) -> None:
        self._imported.communicate()

    def _ask(self, **what: Any) -> int:
        assert self._imported.stdin is not None
        assert self._imported.stdout is not None
        with self._asking:
            print(json.dumps(what), file=self._imported.stdin, flush=True)
            return int(self._imported.stdout.readline())


def answer_requests() -> None:
    import_module("lockstep.app.cli")
    running: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        if "start" in asked:
            answer = os.fork() or _serve(asked["start"], asked["log"])
            running.add(answer)
        elif "runs" in asked:
            answer = os.waitid(os.P_PID, asked["runs"], os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        else:
            answer = asked["end"]
            running.remove(answer)
            _end(answer)
        print(int(answer), flush=True)
    for process in running:
        _end(process)


def _serve(environment: dict[str, str], log: str) -> NoReturn:
    os.setsid()
    nothing, output = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number, stream in enumerate((nothing, output, output)):
        os.dup2(stream, number)
    os.environ.update(environment)
    sys.argv = ["lockstep", "serve", "--workers", "1"]
    sys.exit(import_module("lockstep.app.cli").main())


def _end(process: int) -> None:
    os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)


if __name__ == "__main__":
    answer_requests()
