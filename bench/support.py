# SPDX-License-Identifier: Apache-2.0
"""The product as it is really started, in a data folder of its own, and how figures are shown."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import plant as plants
from bench.load import Load
from bench.plant import Plant
from lockstep.app.models import APPEND_ONLY
from lockstep.platform.accounts.cli import add_user
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.embedded.credentials import RUNTIME
from lockstep.platform.database.engine import make_engine, make_sessions
from lockstep.platform.database.migrate import migrate

DATABASE = "lockstep"
WORKERS = 2
NAME, PASSWORD = "bench", "bench-password"
START_SECONDS = 60.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Product:
    """A running product with its plant; the bench is signed in."""

    server: EmbeddedServer
    plant: Plant
    process: subprocess.Popen[bytes]
    port: int
    postmaster: int
    cookies: str = ""
    csrf: str = ""

    @property
    def owner_url(self) -> str:
        return self.server.owner_url(DATABASE)

    @property
    def runtime_url(self) -> str:
        return self.server.runtime_url(DATABASE)

    def get(self, path: str) -> bytes:
        return f"GET /api{path} HTTP/1.1\r\nHost: bench\r\nCookie: {self.cookies}\r\n\r\n".encode()

    def post(self, path: str, body: bytes) -> bytes:
        return (
            f"POST /api{path} HTTP/1.1\r\nHost: bench\r\nCookie: {self.cookies}\r\nX-CSRF-Token: {self.csrf}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    def cpu(self) -> dict[str, float]:
        """Processor seconds so far of the server processes and of PostgreSQL."""
        return {"server": _cpu_of_tree(self.process.pid), "postgres": _cpu_of_tree(self.postmaster)}


@contextmanager
def running_product(orders: int, *, reports: int = 0) -> Iterator[Product]:
    """`lockstep serve` with two workers on a durable database (fsync on) that holds a plant of so many orders."""
    folder = Path(tempfile.mkdtemp(prefix="lockstep-bench-", dir="/var/tmp"))
    server = EmbeddedServer(folder)
    process = None
    try:
        server.start()
        migrate(server.owner_url(DATABASE), runtime_role=RUNTIME, append_only=APPEND_ONLY)
        asyncio.run(_add_account(server.runtime_url(DATABASE)))
        plant = plants.build(server.owner_url(DATABASE))
        plants.grow(server.owner_url(DATABASE), plant, orders, reports=reports)
        port = _free_port()
        process = _serve(folder, port)
        product = Product(server, plant, process, port, _postmaster(server.owner_url(DATABASE)))
        _wait_until_ready(product)
        _sign_in(product)
        yield product
    finally:
        if process is not None:
            _end(process)
        server.destroy()
        shutil.rmtree(folder, ignore_errors=True)


async def _add_account(url: str) -> None:
    engine = make_engine(url, pooled=False)
    try:
        await add_user(make_sessions(engine), NAME, NAME, True, PASSWORD)
    finally:
        await engine.dispose()


def _serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    program = "from lockstep.app.cli import main; main()"
    environment = {**os.environ, "LOCKSTEP_DATA": str(folder), "LOCKSTEP_PORT": str(port)}
    return subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--workers", str(WORKERS)],
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_ready(product: Product) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{product.port}/api/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if product.process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("the product does not start")


def _sign_in(product: Product) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{product.port}/api/auth/sign-in",
        json.dumps({"name": NAME, "password": PASSWORD}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        pairs = [cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie")]
    product.cookies = "; ".join(pairs)
    product.csrf = dict(pair.split("=", 1) for pair in pairs)["lockstep_csrf"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postmaster(url: str) -> int:
    with psycopg.connect(plants.libpq(url)) as connection:
        return _status_fields(connection.info.backend_pid)[1]


def _status_fields(pid: int) -> list[int]:
    """Of /proc/<pid>/stat after the name, as numbers; the first (the state) is zero."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return [0, *map(int, fields[1:22])]


def _cpu_of_tree(root: int) -> float:
    """Of the process, its living descendants and its ended children."""
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = _status_fields(int(folder.name))
            except OSError:
                continue
            parents[int(folder.name)] = fields[1]
            used[int(folder.name)] = sum(fields[11:15])
    tree = {root}
    while grown := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= grown
    return sum(used.get(pid, 0) for pid in tree) / TICKS


def driven(product: Product, drive_it: Callable[[], Load]) -> tuple[Load, str]:
    """The load, and who used the processors meanwhile: where the load generator's share is small, it held up nobody."""
    before = product.cpu()
    load = drive_it()
    used = {name: seconds - before[name] for name, seconds in product.cpu().items()}
    wall = load.seconds * (os.cpu_count() or 1)
    shares = [f"{name} {100 * seconds / wall:.0f} %" for name, seconds in {"load generator": load.cpu, **used}.items()]
    each = [f"{name} {1000 * seconds / len(load.latencies):.2f} ms" for name, seconds in used.items()]
    return load, f"of {os.cpu_count()} processors: {', '.join(shares)}; per request: {', '.join(each)}"


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} processors, {memory:.0f} GB, Python {sys.version.split()[0]}"


def judged(what: str, value: float, budget: float, unit: str, *, least: bool) -> str:
    """One line beside its budget. A miss is named; it fails nothing."""
    kept = value >= budget if least else value <= budget
    sign = "≥" if least else "≤"
    return f"{what:<52} {value:>9.1f} {unit:<3} budget {sign} {budget:g} {unit}  {'kept' if kept else 'MISSED'}"


def refuse_failures(load: Load) -> None:
    if load.refused:
        raise RuntimeError(f"{len(load.refused)} requests failed, the first with: {load.refused[0][-400:]!r}")
