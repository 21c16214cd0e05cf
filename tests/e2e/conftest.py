# SPDX-License-Identifier: Apache-2.0
"""One demonstration plant per run, one running product on a copy of it per test file."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.e2e.people import Desk, Phone, Room
from tests.e2e.records import OpenData
from tests.e2e.sizes import SIZES, Size
from tools.browser import running_browser
from tools.build_web import WebBuild
from tools.product import Api, Plants, Product, seeded_plants

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def plants() -> Iterator[Plants]:
    WebBuild(ROOT).build()
    with seeded_plants() as made:
        yield made


@pytest.fixture(scope="session")
def browser(plants: Plants) -> Iterator[Browser]:
    with running_browser() as running:
        yield running


class Stock:
    """A product takes seconds to start; while a file has its own, that of the next one is made ready."""

    def __init__(self, plants: Plants, files: int) -> None:
        self._plants, self._files = plants, files
        self._pool = ThreadPoolExecutor(1)
        self._ready: list[Future[tuple[ExitStack, Product]]] = []
        self._order()

    def _order(self) -> None:
        if self._files:
            self._files -= 1
            self._ready.append(self._pool.submit(self._start))

    def _start(self) -> tuple[ExitStack, Product]:
        with ExitStack() as starting:
            product = starting.enter_context(self._plants.running())
            return starting.pop_all(), product

    @contextmanager
    def product(self) -> Iterator[Product]:
        open_for, product = self._ready.pop().result()
        self._order()
        with open_for:
            yield product

    def close(self) -> None:
        for one in self._ready:
            one.result()[0].close()
        self._pool.shutdown()


@pytest.fixture(scope="session")
def stock(plants: Plants, request: pytest.FixtureRequest) -> Iterator[Stock]:
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    wanting = {item.path for item in items if "product" in item.fixturenames and not hasattr(item.module, "product")}
    made = Stock(plants, len(wanting))
    yield made
    made.close()


@pytest.fixture(scope="module")
def product(stock: Stock) -> Iterator[Product]:
    with stock.product() as running:
        yield running


@pytest.fixture(scope="module")
def admin(product: Product) -> Api:
    return product.signed_in("admin")


@pytest.fixture(scope="module")
def terminal(admin: Api) -> str:
    """The cookie of a terminal that stands at grinder GR-01."""
    return admin.product.register_terminal(admin.device_code("GR-01"))


@pytest.fixture
def room(browser: Browser, product: Product) -> Iterator[Room]:
    """Where a test opens its screens; a fault in a page fails the test that opened it."""
    contexts: list[BrowserContext] = []
    made = Room(browser, product.address, contexts)
    yield made
    for context in contexts:
        context.close()
    assert made.faults == []


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> Size:
    return Size(*request.param)


@pytest.fixture
def phone(room: Room, terminal: str) -> Phone:
    """A phone at GR-01, nobody signed in yet."""
    return room.phone(terminal)


@pytest.fixture
def desk(room: Room) -> Desk:
    """Nothing opened, nobody signed in yet."""
    return room.desk("")


@pytest.fixture
def open_data(room: Room) -> OpenData:
    def opened(path: str, name: str = "admin", ready: str = "record-row", **more: Any) -> Desk:
        desk = room.desk("", **more)
        desk.open(f"/#/data/{path}", name)
        expect(desk.the(ready).first).to_be_visible()
        return desk

    return opened
