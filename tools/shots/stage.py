# SPDX-License-Identifier: Apache-2.0
"""One plant with somebody at the terminal and somebody in the office."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lockstep.app.demo.access import BADGES
from lockstep.platform.accounts.web import CSRF_COOKIE, DEVICE_COOKIE, SESSION_COOKIE
from tools.product import Api, Plants, Product
from tools.shots import plants as states
from tools.shots.screen import EMPTY, LONG

ORDER = "WO-2611-0189"


@dataclass
class Stage:
    product: Product
    terminal: str
    worker: Api
    leader: Api
    admin: Api
    places: dict[str, int]

    def cookies(self, who: str) -> list[dict[str, Any]]:
        jar: dict[str, str] = {}
        if who in ("terminal", "worker", "leader"):
            jar[DEVICE_COOKIE] = self.terminal
        signed_in = {"worker": self.worker, "leader": self.leader, "admin": self.admin}
        if who in signed_in:
            cookies = signed_in[who].client.cookies
            jar |= {name: cookies[name] for name in (SESSION_COOKIE, CSRF_COOKIE)}
        return [{"name": name, "value": value, "url": self.product.address} for name, value in jar.items()]

    def speak(self, locale: str) -> None:
        for api in (self.worker, self.leader, self.admin):
            api.command("/me/locale", locale=locale)


@contextmanager
def staged(plants: Plants, state: str) -> Iterator[Stage]:
    """The plant as it is in that state of the screens."""
    prepare = states.EMPTY if state == EMPTY else states.overfull if state == LONG else None
    with plants.running(prepare) as product:
        yield _stage(product, {EMPTY: None, LONG: states.LONG_ORDER}.get(state, ORDER))


def _stage(product: Product, order: str | None) -> Stage:
    admin = product.signed_in("admin")
    terminal = product.register_terminal(admin.device_code("GR-01"))
    worker, leader = (product.signed_in_at(terminal, BADGES[one]) for one in ("E1001", "E2002"))
    places = {}
    if order is not None:
        places = {
            "operation": states.happened(admin, worker, order),
            "blocked": admin.operation("WO-2611-0187", "20"),
            "order": states.printed_and_outgrown(admin, order),
            "station": product.stations["GR-01"],
        }
    return Stage(product, terminal, worker, leader, admin, places)
