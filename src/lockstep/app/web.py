# SPDX-License-Identifier: Apache-2.0
"""The built front end, the headers that guard it, and a number for each request."""

import re
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, RedirectResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lockstep.domains.documents.rules import with_revision

WEBDIST = Path(__file__).resolve().parents[1] / "webdist"
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
KEPT_FOR_GOOD = re.compile(r"-[\w-]{8}\.\w+$")
"""The build names a file by what is in it, so that another content is another name."""

PACKET = 1_400
"""A shorter answer gains nothing by compression."""

REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def install_web(app: FastAPI, webdist: Path = WEBDIST) -> None:
    app.add_middleware(GZipMiddleware, minimum_size=PACKET, compresslevel=1)
    app.add_middleware(Guard)
    app.mount("/assets", Assets(directory=webdist / "assets", check_dir=False), name="assets")

    @app.get("/c/{code:path}", include_in_schema=False)
    async def label(code: str, r: int | None = None) -> Response:
        """A label's address: scanners may open it, the station page looks the code up."""
        scanned = code if r is None else with_revision(code, r)
        return RedirectResponse(f"/station#/scan/{quote(scanned, safe='')}")

    @app.get("/wall", include_in_schema=False)
    async def wall() -> Response:
        return _page(webdist / "wall.html")

    @app.get("/station", include_in_schema=False)
    @app.get("/station/{rest:path}", include_in_schema=False)
    async def station(rest: str = "") -> Response:
        return _page(webdist / "station.html")

    @app.get("/", include_in_schema=False)
    @app.get("/{rest:path}", include_in_schema=False)
    async def office(rest: str = "") -> Response:
        if rest == "api" or rest.startswith(("api/", "assets/")):
            raise HTTPException(404)
        file = (webdist / rest).resolve()
        if rest and file.is_relative_to(webdist) and file.is_file():
            return FileResponse(file)
        return _page(webdist / "office.html")


class Assets(StaticFiles):
    """The build has packed what gains by it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        packed = f"{path}.gz"
        if "gzip" in Headers(scope=scope).get("accept-encoding", "") and self.lookup_path(packed)[1]:
            answer = await super().get_response(packed, scope)
            answer.headers["Content-Encoding"] = "gzip"
            answer.headers["Vary"] = "Accept-Encoding"
        if KEPT_FOR_GOOD.search(path):
            answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer


def _page(file: Path) -> Response:
    if not file.is_file():
        return Response("The web pages are not built yet: make install", status_code=503, media_type="text/plain")
    return FileResponse(file, headers={"Cache-Control": "no-cache"})


class Guard:
    """Numbers each request and adds the guarding headers; plain ASGI, so that streams flow through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        number = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = number

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers["X-Request-Id"] = number
            await send(message)

        await self.app(scope, receive, send_guarded)
