# SPDX-License-Identifier: Apache-2.0
"""The product as it is really started, over copies of the demonstration plant; for browsers to look at."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import psycopg

from lockstep.app.demo.access import PASSWORD
from lockstep.app.demo.seed import seed_plant
from lockstep.app.models import APPEND_ONLY
from lockstep.app.places import provide_places
from lockstep.platform.accounts.web import CSRF_COOKIE, CSRF_HEADER, DEVICE_COOKIE
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.embedded.credentials import RUNTIME
from lockstep.platform.database.engine import Sessions, make_engine, make_sessions
from lockstep.platform.database.migrate import migrate
from tools.scratch import STATE, scratch_server
from tools.server_forks import ServerForks

TEMPLATE = "plant_template"
START_SECONDS = 60.0


@dataclass(frozen=True)
class Product:
    address: str
    stations: dict[str, int]

    def signed_in(self, name: str = "admin") -> "Api":
        client = httpx.Client(base_url=f"{self.address}/api", timeout=30)
        api = Api(client, self)
        api.post("/auth/sign-in", name=name, password=PASSWORD)
        client.headers[CSRF_HEADER] = client.cookies[CSRF_COOKIE]
        return api

    def register_terminal(self, code: str) -> str:
        """The cookie of the terminal."""
        answer = httpx.post(f"{self.address}/api/devices/register", json={"code": code}, timeout=30)
        answer.raise_for_status()
        return answer.cookies[DEVICE_COOKIE]

    def signed_in_at(self, terminal: str, badge: str) -> "Api":
        client = httpx.Client(base_url=f"{self.address}/api", timeout=30, cookies={DEVICE_COOKIE: terminal})
        api = Api(client, self)
        api.post("/auth/station-sign-in", badge=badge)
        client.headers[CSRF_HEADER] = client.cookies[CSRF_COOKIE]
        return api

    def with_key(self, key: str) -> "Api":
        headers = {"Authorization": f"Bearer {key}"}
        return Api(httpx.Client(base_url=f"{self.address}/api", timeout=30, headers=headers), self)


@dataclass(frozen=True)
class Api:
    """Somebody who speaks HTTP, beside the browser."""

    client: httpx.Client
    product: Product

    def get(self, path: str, **params: Any) -> Any:
        return self._json(self.client.get(path, params=params))

    def post(self, path: str, **body: Any) -> Any:
        return self._json(self.client.post(path, json=body))

    def command(self, path: str, **body: Any) -> Any:
        return self.post(path, id=str(uuid4()), **body)

    def device_code(self, station: str) -> str:
        """A one-time code by which a terminal registers at the station."""
        made = self.command("/devices/create-code", station_id=self.product.stations[station])
        return str(made["secret"])

    def operation(self, order: str, step: str) -> int:
        return int(self.get("/scan", code=f"{order}/{step}")["operation_id"])

    def bar(self, order: str, step: str) -> dict[str, Any]:
        [row] = [row for row in self.get("/board")["rows"] if row["number"] == order]
        [cell] = [cell for cell in row["cells"] if cell["code"] == step]
        bar: dict[str, Any] = cell["bar"]
        return bar

    @staticmethod
    def _json(answer: httpx.Response) -> Any:
        if answer.is_error:
            raise RuntimeError(f"{answer.request.url}: {answer.status_code} {answer.text}")
        return answer.json()


@dataclass(frozen=True)
class Plants:
    """An embedded server with the plant, ready to be copied."""

    server: EmbeddedServer
    forks: ServerForks

    @contextmanager
    def running(self, prepare: Callable[[Sessions], Awaitable[None]] | str | None = None) -> Iterator[Product]:
        """`lockstep serve` over a copy of its own; `prepare` changes the copy first, SQL as its owner."""
        name = f"plant_{uuid4().hex}"
        self.server.create_database(name, template=TEMPLATE)
        try:
            if isinstance(prepare, str):
                with psycopg.connect(_libpq(self.server.owner_url(name))) as connection:
                    connection.execute(prepare)
            elif prepare is not None:
                with_sessions(self.server.runtime_url(name), prepare)
            with _serving(self.forks, self.server.runtime_url(name), self.server.owner_url(name)) as address:
                yield Product(address, self._stations(name))
        finally:
            self.server.drop_database(name)

    def _stations(self, name: str) -> dict[str, int]:
        with psycopg.connect(_libpq(self.server.owner_url(name))) as connection:
            return dict(connection.execute("SELECT code, id FROM station").fetchall())


@contextmanager
def seeded_plants() -> Iterator[Plants]:
    with closing(ServerForks()) as forks, scratch_server() as server:
        server.create_database(TEMPLATE)
        migrate(server.owner_url(TEMPLATE), runtime_role=RUNTIME, append_only=APPEND_ONLY)
        provide_places()
        with_sessions(server.runtime_url(TEMPLATE), lambda sessions: seed_plant(sessions, datetime.now(UTC)))
        yield Plants(server, forks)


def with_sessions(url: str, act: Callable[[Sessions], Awaitable[None]]) -> None:
    """In a thread of its own: a browser driver may hold the event loop of this one."""

    async def run() -> None:
        engine = make_engine(url)
        try:
            await act(make_sessions(engine))
        finally:
            await engine.dispose()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(run())).result()


@contextmanager
def _serving(forks: ServerForks, runtime_url: str, owner_url: str) -> Iterator[str]:
    port = _free_port()
    environment = {
        "LOCKSTEP_DATABASE_URL": runtime_url,
        "LOCKSTEP_OWNER_URL": owner_url,
        "LOCKSTEP_HOST": "127.0.0.1",
        "LOCKSTEP_PORT": str(port),
    }
    log = STATE / f"product-{port}.log"
    process = forks.start(environment, log)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_ready(lambda: forks.runs(process), address)
        yield address
        faults = [line for line in log.read_text(errors="replace").splitlines() if "Traceback" in line]
        if faults:
            raise RuntimeError(f"the server had faults:\n{log.read_text(errors='replace')[-6000:]}")
    finally:
        forks.end(process)
        log.unlink(missing_ok=True)


def _wait_until_ready(runs: Callable[[], bool], address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and runs():
        try:
            if httpx.get(f"{address}/api/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("the product does not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")
