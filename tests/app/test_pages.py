# SPDX-License-Identifier: Apache-2.0
"""What a slow network is spared: files come packed, and once."""

import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from lockstep.app.web import install_web

pytestmark = pytest.mark.anyio

CODE = b"export const words = 'a plant in step';\n" * 100
NAMED_BY_CONTENT = "station-Ab3_x-9Z.js"


@pytest.fixture
def pages(tmp_path: Path) -> httpx.AsyncClient:
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "station.html").write_text("<!doctype html>")
    for name in (NAMED_BY_CONTENT, "lockstep.svg"):
        (assets / name).write_bytes(CODE)
    (assets / f"{NAMED_BY_CONTENT}.gz").write_bytes(gzip.compress(CODE))
    app = FastAPI()
    app.get("/long")(lambda: {"words": CODE.decode()})
    app.get("/short")(lambda: {"words": "one"})
    install_web(app, tmp_path)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://testserver")


@pytest.mark.parametrize("takes", ["gzip", "identity"])
async def test_a_file_comes_packed_to_who_unpacks_it(pages: httpx.AsyncClient, takes: str) -> None:
    answer = await pages.get(f"/assets/{NAMED_BY_CONTENT}", headers={"Accept-Encoding": takes})
    assert answer.content == CODE
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"
    assert (int(answer.headers["content-length"]) < len(CODE)) == (takes == "gzip")


async def test_what_is_named_by_its_content_is_kept_for_good_and_a_page_never(pages: httpx.AsyncClient) -> None:
    for path, kept in (
        (f"/assets/{NAMED_BY_CONTENT}", "public, max-age=31536000, immutable"),
        ("/assets/lockstep.svg", None),
        ("/station", "no-cache"),
    ):
        assert (await pages.get(path)).headers.get("cache-control") == kept, path


async def test_an_answer_is_packed_where_it_gains_by_it(pages: httpx.AsyncClient) -> None:
    assert (await pages.get("/long")).headers.get("content-encoding") == "gzip"
    assert "content-encoding" not in (await pages.get("/short")).headers
