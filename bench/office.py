# SPDX-License-Identifier: Apache-2.0
"""500 lines of customers' orders over 500 work orders × 8 and their parts, and one search among 10,000 products."""

from urllib.parse import urlencode

import httpx
import psycopg

from bench.lists import P95, RECORDS, fill, read
from bench.plant import libpq
from bench.statements import counted, statements_of
from bench.support import Product, judged, machine, running_product

ORDERS = 500
LINES_P95 = 150.0
MOST_QUERIES = 8
SEARCHES = {"a number": "wo-0001", "by pinyin": "djz 77", "a letter": "w", "nothing": "nothing at all"}

CUSTOMERS_ORDERS = (
    """
    INSERT INTO sales_order (id, site_id, number, customer_id, status, search)
      SELECT n, 1, 'SO-' || lpad(n::text, 5, '0'), 1 + n % 12, 'released', 'so-' || lpad(n::text, 5, '0')
        FROM generate_series(1, 100) n
    """,
    """
    INSERT INTO sales_order_line (sales_order_id, position, line, product_id, quantity, due_at, promised_at)
      SELECT 1 + (id - 1) % 100, (id - 1) / 100, (1 + (id - 1) / 100)::text, product_id, quantity, due_at, due_at
        FROM work_order
    """,
    """
    INSERT INTO peg (work_order_id, position, sales_order_id, sales_line, quantity)
      SELECT id, 0, 1 + (id - 1) % 100, (1 + (id - 1) / 100)::text, quantity FROM work_order WHERE id % 5 > 0
    """,
    """
    INSERT INTO peg (work_order_id, position, parent_order_id, quantity)
      SELECT id, 0, id + 1, quantity FROM work_order WHERE id % 5 = 0 AND id < 500
    """,
    "UPDATE work_order SET search = lower(number)",
    "VACUUM ANALYZE",
)
"""Every fifth work order is a part of the next; its own line has no work order."""


def order_lines(product: Product) -> None:
    with psycopg.connect(libpq(product.owner_url), autocommit=True) as connection:
        for statement in CUSTOMERS_ORDERS:
            connection.execute(statement)


def queries(product: Product) -> int:
    async def lines(client: httpx.AsyncClient) -> httpx.Response:
        return await client.get("/customer-orders")

    _, sent = statements_of(product, lines, lines)
    return counted(sent) - 1


def main() -> None:
    print(f"bench/office: {machine()}; 2 workers, fsync on, {ORDERS} lines, {RECORDS} products")
    with running_product(ORDERS) as product:
        fill(product)
        order_lines(product)
        p95, size = read(product, "/customer-orders")
        print(judged(f"{ORDERS} lines of customers' orders, p95", p95, LINES_P95, "ms", least=False))
        print(f"  {size:.1f} MB")
        print(judged("queries of customers' orders", queries(product), MOST_QUERIES, "", least=False))
        for name, text in SEARCHES.items():
            p95, _ = read(product, f"/search?{urlencode({'text': text})}")
            print(judged(f"search, {name}, p95", p95, P95, "ms", least=False))


if __name__ == "__main__":
    main()
