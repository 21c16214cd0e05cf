# SPDX-License-Identifier: Apache-2.0
"""Lists of 10,000 records, a bill of material of 5,000 lines, and a sheet of 10,000 rows."""

import json
import time
from urllib.parse import quote, urlencode
from uuid import uuid4

import httpx
import psycopg

from bench.load import drive
from bench.plant import libpq
from bench.statements import counted, statements_of
from bench.support import Product, judged, machine, refuse_failures, running_product

RECORDS = 10_000
LINES = 5_000
READINGS = 60
P95 = 100.0
MOST_QUERIES = 6

PRODUCTS = """
    INSERT INTO product (code, name, unit, tracking, search)
      SELECT 'B-' || lpad(n::text, 5, '0'), jsonb_build_object('zh-CN', '电机轴 ' || n, 'en', 'Motor shaft ' || n),
             'pcs', (ARRAY['none', 'lot', 'serial'])[1 + n %% 3],
             'b-' || lpad(n::text, 5, '0') || E'\\n电机轴 ' || n || E'\\ndjz' || n || E'\\nmotor shaft ' || n
        FROM generate_series(1, %(records)s) n
"""
PARTS = """
    WITH tops AS (SELECT id, code, row_number() OVER (ORDER BY code) - 1 AS n FROM product WHERE code LIKE 'B-%%'),
         made AS (
      INSERT INTO bom (product_id, edition, base_quantity)
        SELECT id, 'A', 1 FROM tops WHERE n <= %(lines)s / 10 RETURNING id, product_id)
    INSERT INTO bom_line (bom_id, position, component_id, quantity, scrap_percent)
      SELECT made.id, place, below.id, 2, 1
        FROM made JOIN tops ON tops.id = made.product_id CROSS JOIN generate_series(1, 10) place
        JOIN tops below ON below.n = tops.n * 10 + place
       WHERE below.n <= %(lines)s
"""
"""A tree in which each product has ten below it, until all lines are used."""

LISTS = {
    "first page": {},
    "search by pinyin": {"search": "djz 77"},
    "filtered and sorted by name": {"filters": json.dumps({"tracking": "lot"}), "sort": "name", "descending": "true"},
    "last page": {"offset": str(RECORDS - 50)},
}


def fill(product: Product) -> None:
    with psycopg.connect(libpq(product.owner_url), autocommit=True) as connection:
        connection.execute(PRODUCTS, {"records": RECORDS})
        connection.execute(PARTS, {"lines": LINES})
        connection.execute("VACUUM ANALYZE")


def read(product: Product, path: str) -> tuple[float, float]:
    """p95 in milliseconds and megabytes an answer."""
    load = drive(product.port, lambda: product.get(path), clients=1, requests=READINGS)
    refuse_failures(load)
    return load.percentile(95) * 1e3, load.received / len(load.latencies) / 1e6


def queries(product: Product) -> int:
    async def page(client: httpx.AsyncClient) -> httpx.Response:
        return await client.get("/entities/product/records")

    _, sent = statements_of(product, page, page)
    return counted(sent) - 1


def take_a_sheet(product: Product) -> tuple[float, float]:
    """Records a second of the rehearsal and of the import."""
    rows = "".join(f"S-{n},Screw {n},kg\n" for n in range(RECORDS))
    base, cookies = f"http://127.0.0.1:{product.port}/api", product.cookies
    headers = {"Cookie": cookies, "X-CSRF-Token": product.csrf}
    with httpx.Client(headers=headers, timeout=60) as client:
        key = str(uuid4())
        address = f"{base}/imports/{key}?{urlencode({'entity': 'product', 'file_name': 'screws.csv'})}"
        client.put(address, content=f"code,name.en,unit\n{rows}".encode()).raise_for_status()
        return _run(client, base, key, dry_run=True), _run(client, base, key, dry_run=False)


def _run(client: httpx.Client, base: str, key: str, *, dry_run: bool) -> float:
    mapping = {"code": "code", "name.en": "name.en", "unit": "unit"}
    body = {"id": str(uuid4()), "import_id": key, "mapping": mapping, "dry_run": dry_run}
    client.post(f"{base}/imports/start", json=body).raise_for_status()
    began = time.monotonic()
    while True:
        state = client.get(f"{base}/imports/{quote(key)}").json()
        if state["status"] == "done":
            if state["counts"] != {"made": RECORDS}:
                raise RuntimeError(f"not all were taken: {state['counts']}")
            return RECORDS / (time.monotonic() - began)
        if state["status"] not in ("queued", "running"):
            raise RuntimeError(f"the import ended as {state['status']}")
        time.sleep(0.2)


def main() -> None:
    print(f"bench/lists: {machine()}; 2 workers, fsync on, {RECORDS} products")
    with running_product(10) as product:
        fill(product)
        for name, wanted in LISTS.items():
            p95, _ = read(product, f"/entities/product/records?{urlencode(wanted)}")
            print(judged(f"list, {name}, p95", p95, P95, "ms", least=False))
        print(judged("queries a list", queries(product), MOST_QUERIES, "", least=False))
        p95, size = read(product, "/products/B-00001/components")
        print(f"  {LINES} components of all levels: p95 {p95:.0f} ms, {size:.1f} MB (no budget of its own)")
        rehearsed, taken = take_a_sheet(product)
        print(f"  a sheet of {RECORDS} rows: {rehearsed:.0f} records/s rehearsed, {taken:.0f} records/s taken")


if __name__ == "__main__":
    main()
