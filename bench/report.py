# SPDX-License-Identifier: Apache-2.0
"""Reports with two defects over HTTP: one by one, in batches of 50, and the same statements in pgbench."""

import argparse
import json
import random
from collections.abc import Callable
from statistics import median
from uuid import UUID, uuid4

import httpx

from bench.load import Load, drive
from bench.plant import STEPS
from bench.statements import Ask, counted, pgbench, script, statements_of
from bench.support import Product, driven, judged, machine, refuse_failures, running_product
from lockstep.kernel.ids import derived_id

ORDERS = 500
CLIENTS = 16
BATCH = 50
BATCH_OPERATIONS = 5
"""A device that was offline has worked on a few operations, not on fifty."""

HISTORY = 3
"""Reports an operation to begin with. On an empty table PostgreSQL would plan the checks of foreign keys as a reading
of the whole table, and keep to that while it grows."""

MOST_STATEMENTS = 16
SHARE_OF_PGBENCH = 15.0
TAIL = 10.0
BATCH_GAIN = 5.0

DRAWS = rf"""\set order random(1, {ORDERS})
\set step random(2, {STEPS})
\set operation (:order - 1) * {STEPS} + :step
\set before :operation - 1
\set number random(1, 9000000000000000000)"""


def uuid_of(prefix: str) -> str:
    return f"CAST('{prefix}' || lpad(to_hex(CAST(:number AS bigint)), 31, '0') AS uuid)"


def report_body(operation: int, key: UUID) -> dict[str, object]:
    defects = [
        {"defect_code": "D1", "quantity": 1, "disposition": "scrap"},
        {"defect_code": "D2", "quantity": 1, "disposition": "pending"},
    ]
    return {"id": str(key), "operation_id": operation, "good": 4, "ng": 2, "defects": defects}


def some_operation(product: Product) -> int:
    """Any but the first of an order: a report there takes pieces of the one before."""
    return product.plant.operation(random.randint(1, ORDERS), random.randint(2, STEPS))


def single(product: Product) -> Callable[[], bytes]:
    return lambda: product.post("/reports", json.dumps(report_body(some_operation(product), uuid4())).encode())


def batch(product: Product) -> Callable[[], bytes]:
    def make() -> bytes:
        worked = [some_operation(product) for _ in range(BATCH_OPERATIONS)]
        reports = [report_body(worked[n * BATCH_OPERATIONS // BATCH], uuid4()) for n in range(BATCH)]
        return product.post("/reports/batch", json.dumps({"reports": reports}).encode())

    return make


def pgbench_script(product: Product) -> tuple[str, int]:
    """One report as a script, and its statements without those that find out who reports."""
    order, step, key = 401, 5, uuid4()
    operation = product.plant.operation(order, step)

    def ask(number: UUID) -> Ask:
        async def report(client: httpx.AsyncClient) -> httpx.Response:
            return await client.post("/reports", json=report_body(operation, number))

        return report

    async def who(client: httpx.AsyncClient) -> httpx.Response:
        return await client.get("/me")

    _, sent, _ = statements_of(product, ask(uuid4()), ask(key), who)
    lines = [derived_id(key, "defect", position) for position in range(2)]
    variables: dict[object, str] = {order: ":order", operation: ":operation", operation - 1: ":before"}
    for value in list(variables):
        variables[str(value)] = f"CAST({variables[value]} AS text)"
    for prefix, value in zip("012", (key, *lines), strict=True):
        variables |= {value: uuid_of(prefix), str(value): f"CAST({uuid_of(prefix)} AS text)"}
    return script(product, sent, variables, DRAWS), counted(sent)


def run(product: Product, name: str, request: Callable[[], bytes], seconds: float) -> Load:
    load, shares = driven(product, lambda: drive(product.port, request, clients=CLIENTS, seconds=seconds))
    refuse_failures(load)
    latency = f"p50 {load.p50 * 1e3:.1f} ms, p99 {load.percentile(99) * 1e3:.1f} ms"
    print(f"  {name}: {load.rate:.1f} requests/s, {latency}\n    {shares}", flush=True)
    return load


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=6, help="of each run")
    arguments.add_argument("--rounds", type=int, default=3, help="pgbench, single and batch in turn, so often")
    given = arguments.parse_args()
    print(f"bench/report: {machine()}; {ORDERS} orders × {STEPS}, {CLIENTS} clients, 2 workers, fsync on")
    shares, tails, gains = [], [], []
    with running_product(ORDERS, reports=HISTORY) as product:
        text, sent = pgbench_script(product)
        print(f"  {sent} statements a request, the sign-in check with them (budget ≤ {MOST_STATEMENTS} a report)")
        run(product, "warm-up", single(product), given.seconds)
        for _ in range(given.rounds):
            base, busy = pgbench(product, text, clients=CLIENTS, seconds=given.seconds)
            print(f"  pgbench, the same statements: {base:.1f} transactions/s, PostgreSQL {busy:.2f} ms each")
            one = run(product, "single", single(product), given.seconds)
            many = run(product, f"batch of {BATCH}", batch(product), given.seconds)
            shares.append(100 * one.rate / base)
            tails.append(one.percentile(99) / one.p50)
            gains.append(many.rate * BATCH / one.rate)
            print(f"    {one.rate:.0f} single reports/s, {many.rate * BATCH:.0f} batched reports/s")
    print(judged("single ÷ pgbench (median of the rounds)", median(shares), SHARE_OF_PGBENCH, "%", least=True))
    print(judged("p99 ÷ p50 of single", median(tails), TAIL, "×", least=False))
    print(judged("batch ÷ single, per report", median(gains), BATCH_GAIN, "×", least=True))


if __name__ == "__main__":
    main()
