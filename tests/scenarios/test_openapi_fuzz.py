# SPDX-License-Identifier: Apache-2.0
"""Whatever the interface description allows, and what it does not: an answer or a refusal, never a fault."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core import NotSet
from schemathesis.schemas import APIOperation

from lockstep.app.api import create_app
from lockstep.platform.database.embedded import EmbeddedServer
from lockstep.platform.database.engine import make_engine, make_sessions
from tests.support.database import TEMPLATE
from tests.support.fuzzing import BROKEN, Sending, grounded, spoilt
from tests.support.town import Scene, Town, clock, running_town

SEED = 20261120
EXAMPLES = 6
"""Of each kind and operation; each goes out as every sender. All of it within two minutes."""
ENDLESS = "GET /api/live"


def described() -> dict[str, APIOperation]:
    # Never connected: the description needs the routes only.
    app = create_app(make_sessions(make_engine("postgresql+psycopg://")), clock)
    schema = schemathesis.openapi.from_dict(app.openapi())
    operations = [found.ok() for found in schema.get_all_operations()]
    return {operation.label: operation for operation in operations if operation.label != ENDLESS}


OPERATIONS = described()


@pytest.fixture(scope="module")
def town(server: EmbeddedServer) -> Iterator[Town]:
    name = f"t_{uuid4().hex}"
    server.create_database(name, template=TEMPLATE)
    with running_town(server.runtime_url(name)) as made:
        yield made
    server.drop_database(name)


def refuse_fault(answer: httpx.Response, sent: Sending, sender: str) -> None:
    said = f"{sender} {sent.method} {sent.url} {sent.body!r:.2000}\n{answer.status_code} {answer.text:.2000}"
    assert answer.status_code < 500, said
    if answer.status_code >= 400:
        assert answer.json()["error"]["code"], said


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_fault(label: str, town: Town) -> None:
    operation = OPERATIONS[label]
    scene = town.scene_to_look_at() if operation.method.upper() == "GET" else town.scene()

    def send(sending: Sending) -> None:
        for sender, headers in scene.senders.items():
            refuse_fault(town.send(sending, sender, headers), sending, sender)

    for mode in GenerationMode:
        try_out(operation, mode, scene, send)
    if operation.method.upper() in ("POST", "PUT"):
        for broken in BROKEN:
            send(Sending(operation.method.upper(), operation.path, {}, {}, broken, "application/json"))


def try_out(operation: APIOperation, mode: GenerationMode, scene: Scene, send: Callable[[Sending], None]) -> None:
    @seed(SEED)
    @settings(
        max_examples=EXAMPLES if takes_input(operation) else 1,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.integers(0, 2**32))
    def run(case: Case, number: int) -> None:
        plain, random = sending_of(case), Random(number)
        send(plain)
        if mode is GenerationMode.POSITIVE:
            about = grounded(plain, scene.known, random)
            send(about)
            send(spoilt(about, random))

    try:
        run()
    except Unsatisfiable:
        # Nothing of this operation can be made wrong: it takes no input.
        assert mode is GenerationMode.NEGATIVE


def takes_input(operation: APIOperation) -> bool:
    return any(True for _ in operation.iter_parameters()) or len(operation.body) > 0


def sending_of(case: Case) -> Sending:
    body: Any = None if isinstance(case.body, NotSet) else case.body
    if not isinstance(body, bytes | dict | list | str | int | float | bool | None):
        # A binary upload stands for its bytes.
        body = bytes(str(body), "utf-8", "replace")
    places, query = dict(case.path_parameters or {}), dict(case.query or {})
    return Sending(case.method, case.path, places, query, body, case.media_type)


def test_the_stream_refuses_before_it_begins(town: Town) -> None:
    """Opened it never ends, so only its refusals are tried here."""
    senders = town.scene().senders
    for cursor in ("", "-1", "abc", str(2**63), "1.5", "\x00"):
        sending = Sending("GET", "/api/live", query={"cursor": cursor})
        for sender, headers in senders.items():
            answer = town.send(sending, sender, headers)
            assert answer.status_code in (401, 422), (sender, cursor, answer.text)
    assert town.send(Sending("GET", "/api/live"), "anonymous", senders["anonymous"]).status_code == 401


def test_the_senders_are_who_they_say(town: Town) -> None:
    """Or every answer above would only be 401."""
    scene = town.scene()
    report = {"id": str(uuid4()), "operation_id": scene.known["operation_id"][0], "good": 1, "ng": 0, "defects": []}

    def status(sending: Sending) -> dict[str, int]:
        return {name: town.send(sending, name, headers).status_code for name, headers in scene.senders.items()}

    assert status(Sending("GET", "/api/me")) == {"anonymous": 401, "operator": 200, "admin": 200}
    assert status(Sending("GET", "/api/auth/roster")) == {"anonymous": 403, "operator": 200, "admin": 403}
    assert status(Sending("GET", "/api/accounts")) == {"anonymous": 401, "operator": 403, "admin": 200}
    booked = Sending("POST", "/api/reports", body=report, media_type="application/json")
    assert status(booked) == {"anonymous": 401, "operator": 200, "admin": 200}
