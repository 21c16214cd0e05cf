# SPDX-License-Identifier: Apache-2.0
"""How soon a screen follows: from the answer of a report to its event at every listener of the stream."""

import asyncio
import json
import time
from statistics import median
from uuid import uuid4

from bench.load import percentile
from bench.report import report_body
from bench.support import Product, judged, machine, running_product

ORDERS = 50
LISTENERS = (1, 50)
P95 = 500.0
PATIENCE = 20.0


async def listen(product: Product, seen: dict[int, list[float]], ready: asyncio.Event) -> None:
    """Notes when each operation's change arrived."""
    reader, writer = await asyncio.open_connection("127.0.0.1", product.port, limit=1 << 24)
    writer.write(product.get("/live"))
    try:
        while line := await reader.readline():
            if not line.startswith(b"data: "):
                continue
            ready.set()
            now = time.perf_counter()
            for change in json.loads(line[6:]).get("changes", []):
                if change["event"] == "production_reported":
                    seen.setdefault(int(change["entity_id"]), []).append(now)
    finally:
        writer.close()


async def send(product: Product, operation: int) -> float:
    """When the answer was there, which is after the commit."""
    reader, writer = await asyncio.open_connection("127.0.0.1", product.port)
    body = json.dumps(report_body(operation, uuid4())).encode()
    writer.write(product.post("/reports", body))
    status = await reader.readline()
    answered = time.perf_counter()
    writer.close()
    if b" 200 " not in status:
        raise RuntimeError(f"a report failed: {status!r}")
    return answered


async def follow(product: Product, listeners: int) -> list[float]:
    """Milliseconds from the answer to each listener, for reports at distinct operations."""
    seen: dict[int, list[float]] = {}
    ready = [asyncio.Event() for _ in range(listeners)]
    tasks = [asyncio.create_task(listen(product, seen, event)) for event in ready]
    delays: list[float] = []
    try:
        await asyncio.wait_for(asyncio.gather(*(event.wait() for event in ready)), PATIENCE)
        for order in range(1, ORDERS + 1):
            operation = product.plant.operation(order, 3)
            seen.pop(operation, None)
            answered = await send(product, operation)
            deadline = answered + PATIENCE
            while len(seen.get(operation, [])) < listeners:
                if time.perf_counter() > deadline:
                    raise RuntimeError("an event did not come")
                await asyncio.sleep(0.002)
            delays += [1e3 * max(0.0, at - answered) for at in seen[operation]]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return delays


def main() -> None:
    print(f"bench/live: {machine()}; 2 workers, fsync on")
    with running_product(ORDERS) as product:
        for listeners in LISTENERS:
            delays = asyncio.run(follow(product, listeners))
            p95 = percentile(delays, 95)
            print(f"  {listeners} listeners: p50 {median(delays):.0f} ms of {len(delays)} events")
            print(judged(f"screen follows commit, {listeners} listeners, p95", p95, P95, "ms", least=False))


if __name__ == "__main__":
    main()
