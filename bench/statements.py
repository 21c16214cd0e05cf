# SPDX-License-Identifier: Apache-2.0
"""The statements that the product really sends, as a pgbench script: what the database alone can do with them."""

import asyncio
import re
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import httpx
import psycopg
from psycopg import sql
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.plant import libpq
from bench.support import Product
from lockstep.app.api import create_app
from lockstep.app.server import system_clock
from lockstep.platform.database.engine import make_engine, make_sessions

PLACEHOLDER = re.compile(r"%\((\w+)\)s|%s")
Statement = tuple[str, Any]
Ask = Callable[[httpx.AsyncClient], Awaitable[httpx.Response]]


@contextmanager
def _recorded(engine: AsyncEngine) -> Iterator[list[Statement]]:
    """Everything that goes to the database, transaction control too."""
    sent: list[Statement] = []

    def statement(_connection: Any, _cursor: Any, text: str, parameters: Any, _context: Any, many: bool) -> None:
        sent.extend((text, one) for one in (parameters if many else [parameters]))

    def control(word: str, _connection: Any) -> None:
        sent.append((word, None))

    listeners: list[tuple[str, Any]] = [("before_cursor_execute", statement)]
    listeners += [(name, partial(control, name.upper())) for name in ("begin", "commit", "rollback")]
    for name, listener in listeners:
        event.listen(engine.sync_engine, name, listener)
    try:
        yield sent
    finally:
        for name, listener in listeners:
            event.remove(engine.sync_engine, name, listener)


def statements_of(product: Product, *asks: Ask) -> list[list[Statement]]:
    """What each request sends, in an application of this very process on the product's database."""

    async def run() -> list[list[Statement]]:
        engine = make_engine(product.runtime_url)
        app = create_app(make_sessions(engine), system_clock)
        headers = {"Cookie": product.cookies, "X-CSRF-Token": product.csrf}
        found = []
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench/api", headers=headers) as client:
            for ask in asks:
                with _recorded(engine) as sent:
                    answer = await ask(client)
                if answer.status_code != 200:
                    raise RuntimeError(answer.text)
                found.append(sent)
        await engine.dispose()
        return found

    return asyncio.run(run())


def counted(statements: list[Statement]) -> int:
    """Statements without transaction control."""
    return sum(parameters is not None for _, parameters in statements)


class _Writer:
    """Puts recorded parameters into statements: as literals, but the request's own ids as variables."""

    def __init__(self, connection: psycopg.Connection, variables: Mapping[Any, str]) -> None:
        self._connection = connection
        self._variables = variables
        texts = {str(value): expression for value, expression in variables.items() if "text" in expression}
        self._texts = texts
        self._inside = re.compile(rf"(?<=[:\"])({'|'.join(sorted(texts, key=len, reverse=True))})(?=[,}}\"])")

    def line(self, statement: Statement) -> str:
        text, parameters = statement
        if parameters is None:
            return f"{text};"
        given = iter(parameters) if isinstance(parameters, tuple | list) else None
        text = PLACEHOLDER.sub(lambda found: self._value(next(given) if given else parameters[found[1]]), text)
        return " ".join(text.replace("%%", "%").split()) + ";"

    def _value(self, value: Any) -> str:
        if isinstance(value, list) and any(self._known(one) for one in value):
            return f"ARRAY[{', '.join(map(self._value, value))}]"
        if self._known(value):
            return self._variables[value]
        if isinstance(value, str) and self._inside.search(value):
            parts = self._inside.split(value)
            joined = [self._texts[part] if place % 2 else self._literal(part) for place, part in enumerate(parts)]
            return f"({' || '.join(joined)})"
        return self._literal(value)

    def _known(self, value: Any) -> bool:
        return isinstance(value, int | str | UUID) and value in self._variables

    def _literal(self, value: Any) -> str:
        # pgbench would take a name after a colon for a variable, in a literal too; JSON does not mind a blank.
        return re.sub(r"(?<!:):(?=[A-Za-z_])", ": ", sql.Literal(value).as_string(self._connection))


def script(product: Product, statements: list[Statement], variables: Mapping[Any, str], draws: str) -> str:
    """`variables`: which values of the recorded request become which expression. `draws`: pgbench's own lines."""
    with psycopg.connect(libpq(product.runtime_url)) as connection:
        writer = _Writer(connection, variables)
        return "\n".join([draws, *map(writer.line, statements), ""])


def pgbench(product: Product, text: str, *, clients: int, seconds: int) -> tuple[float, float]:
    """Transactions per second of the script as prepared statements, and PostgreSQL's own milliseconds for each."""
    before = product.cpu()["postgres"]
    address = urlsplit(product.runtime_url)
    environment = {"PGPASSWORD": unquote(address.password or ""), "PGPORT": "5432"}
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        command = [product.server.program("pgbench"), "--no-vacuum", "--protocol=prepared", f"--client={clients}"]
        command += ["--jobs=2", f"--time={seconds}", f"--file={file.name}", "--username", str(address.username)]
        command += ["--host", parse_qs(address.query)["host"][0], address.path.lstrip("/")]
        plain = [str(part) for part in command]
        done = subprocess.run(plain, env=environment, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or not found or "ERROR" in done.stderr:
        raise RuntimeError(f"pgbench: {done.stdout}{done.stderr[-2000:]}")
    rate = float(found[1])
    return rate, 1000 * (product.cpu()["postgres"] - before) / (rate * seconds)
