# SPDX-License-Identifier: Apache-2.0
"""The board of 500 and 5,000 orders × 8 operations over HTTP, and whether a report stays flat at ten times the data."""

import json
from uuid import uuid4

import httpx

from bench.load import drive
from bench.report import report_body, single
from bench.statements import counted, statements_of
from bench.support import Product, judged, machine, refuse_failures, running_product

ORDERS = (500, 5_000)
READINGS = {500: 60, 5_000: 8}
REPORTS = 1_500
P95 = 100.0
MOST_QUERIES = 6
FLATNESS = 20.0


def queries(product: Product) -> int:
    """Statements of one board, without the one that finds out who reads."""

    async def board(client: httpx.AsyncClient) -> httpx.Response:
        return await client.get("/board")

    _, sent = statements_of(product, board, board)
    return counted(sent) - 1


def measure(orders: int) -> float:
    """Prints the board's figures; the median time of a report in milliseconds."""
    with running_product(orders, reports=3) as product:
        board = drive(product.port, lambda: product.get("/board"), clients=1, requests=READINGS[orders])
        refuse_failures(board)
        size = board.received / len(board.latencies) / 1e6
        print(f"  {orders} orders: p50 {board.p50 * 1e3:.0f} ms, {size:.1f} MB")
        p95 = board.percentile(95) * 1e3
        if orders == ORDERS[0]:
            print(judged(f"board of {orders} × 8, p95", p95, P95, "ms", least=False))
            print(judged("queries a board", queries(product), MOST_QUERIES, "", least=False))
        else:
            print(f"  {orders} orders: p95 {p95:.0f} ms (no budget of its own)")
        body = json.dumps(report_body(product.plant.operation(1, 2), uuid4())).encode()
        drive(product.port, lambda: product.post("/reports", body), clients=1, requests=20)
        report = drive(product.port, single(product), clients=1, requests=REPORTS)
        refuse_failures(report)
        return report.p50 * 1e3


def main() -> None:
    print(f"bench/board: {machine()}; 2 workers, fsync on")
    small, large = (measure(orders) for orders in ORDERS)
    print(f"  a report, one client: {small:.2f} ms at 500 orders, {large:.2f} ms at 5,000")
    print(judged("a report at ten times the data", 100 * (large / small - 1), FLATNESS, "%", least=False))


if __name__ == "__main__":
    main()
