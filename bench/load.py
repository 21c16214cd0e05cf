# SPDX-License-Identifier: Apache-2.0
"""A closed-loop HTTP/1.1 load in one thread: each client sends its next request when the last is answered.

Plain sockets and a selector: an ordinary HTTP library costs as much per request as the server does.
"""

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles

Request = Callable[[], bytes]


def percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


@dataclass
class Load:
    """What a run gave. `cpu` is the load generator's own processor time."""

    seconds: float = 0.0
    cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)
    received: int = 0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def p50(self) -> float:
        return median(self.latencies)

    def percentile(self, percent: int) -> float:
        return percentile(self.latencies, percent)


@dataclass
class _Client:
    connection: socket.socket
    sent_at: float = 0.0
    answer: bytearray = field(default_factory=bytearray)
    whole: int = 0

    def send(self, request: bytes) -> None:
        self.answer.clear()
        self.whole = 0
        self.sent_at = time.perf_counter()
        self.connection.sendall(request)

    def receive(self) -> bool:
        """True when the answer is whole."""
        part = self.connection.recv(1 << 20)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.answer += part
        if not self.whole:
            head = self.answer.find(b"\r\n\r\n")
            if head < 0:
                return False
            self.whole = head + 4 + _length(bytes(self.answer[:head]))
        return len(self.answer) >= self.whole


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without a length")


def drive(port: int, request: Request, *, clients: int, seconds: float = 0.0, requests: int = 0) -> Load:
    """For so long, or until so many answers have come."""
    selector = selectors.DefaultSelector()
    load = Load()
    began, cpu = time.perf_counter(), time.process_time()
    for _ in range(clients):
        client = _Client(socket.create_connection(("127.0.0.1", port)))
        client.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(client.connection, selectors.EVENT_READ, client)
        client.send(request())
    waiting = clients
    while waiting:
        for key, _ in selector.select(timeout=60):
            client = key.data
            if not client.receive():
                continue
            now = time.perf_counter()
            _note(load, client, now)
            done = len(load.latencies) >= requests if requests else now - began >= seconds
            if done:
                selector.unregister(client.connection)
                client.connection.close()
                waiting -= 1
            else:
                client.send(request())
    load.seconds, load.cpu = time.perf_counter() - began, time.process_time() - cpu
    selector.close()
    return load


def _note(load: Load, client: _Client, now: float) -> None:
    load.latencies.append(now - client.sent_at)
    load.received += client.whole
    if not client.answer.startswith(b"HTTP/1.1 200"):
        load.refused.append(bytes(client.answer[: client.whole]))
