# SPDX-License-Identifier: Apache-2.0
"""What accounts read from a request and write into an answer: cookies, address, scheme."""

import os

from fastapi import Request, Response

SESSION_COOKIE = "lockstep_session"
CSRF_COOKIE = "lockstep_csrf"
DEVICE_COOKIE = "lockstep_device"
CSRF_HEADER = "x-csrf-token"
DEVICE_SECONDS = 5 * 365 * 24 * 3600


def _trusts_proxy() -> bool:
    """Anybody can send the forwarding headers; they count only where a proxy of ours overwrites them."""
    return os.environ.get("LOCKSTEP_TRUST_PROXY") == "1"


def is_https(request: Request) -> bool:
    if request.url.scheme == "https":
        return True
    return _trusts_proxy() and request.headers.get("x-forwarded-proto", "").strip().lower() == "https"


def client_address(request: Request) -> str:
    if _trusts_proxy():
        nearest = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        if nearest:
            return nearest[:64]
    return request.client.host if request.client else "-"


def request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))


def set_session_cookies(request: Request, response: Response, token: str, csrf_token: str, seconds: int) -> None:
    _set(request, response, SESSION_COOKIE, token, seconds, httponly=True)
    _set(request, response, CSRF_COOKIE, csrf_token, seconds, httponly=False)


def set_device_cookie(request: Request, response: Response, token: str) -> None:
    """Browsers keep no cookie for so long; each sign-in on the terminal sets it anew."""
    _set(request, response, DEVICE_COOKIE, token, DEVICE_SECONDS, httponly=True)


def clear_session_cookies(response: Response) -> None:
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    response.delete_cookie(CSRF_COOKIE, samesite="lax")


def _set(request: Request, response: Response, name: str, value: str, seconds: int, *, httponly: bool) -> None:
    response.set_cookie(name, value, max_age=seconds, httponly=httponly, samesite="lax", secure=is_https(request))
