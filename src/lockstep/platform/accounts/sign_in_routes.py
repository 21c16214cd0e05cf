# SPDX-License-Identifier: Apache-2.0
"""The routes that lead in. The application says how it describes who has signed in."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from lockstep.platform.accounts import sign_in
from lockstep.platform.accounts.authentication import Anonymous, OnDevice, Signed, session_context
from lockstep.platform.accounts.operations.devices import register_device
from lockstep.platform.accounts.schemas.answers import DeviceRegistered, StationShown
from lockstep.platform.accounts.schemas.commands import (
    BadgeSignIn,
    PasswordSignIn,
    PinSignIn,
    RegisterDevice,
)
from lockstep.platform.accounts.sign_in import Claim, Opened
from lockstep.platform.accounts.tries import Method
from lockstep.platform.accounts.web import (
    DEVICE_COOKIE,
    SESSION_COOKIE,
    clear_session_cookies,
    client_address,
    set_device_cookie,
    set_session_cookies,
)
from lockstep.platform.commands.context import Context

Describe = Callable[[Context], Awaitable[Any]]


def sign_in_router(describe: Describe, answer: type[BaseModel]) -> APIRouter:
    """`describe` reads what the browser is told about whoever has just signed in."""
    router = APIRouter(tags=["sign-in"])

    @router.post("/auth/sign-in", response_model=answer)
    async def sign_in_with_password(
        request: Request, response: Response, context: Anonymous, body: PasswordSignIn
    ) -> Any:
        claim = Claim(Method.PASSWORD, client_address(request), request.cookies.get(SESSION_COOKIE))
        password = body.password.get_secret_value()
        opened = await sign_in.sign_in_with_password(context, claim, body.name, password)
        return await describe(await _enter(request, response, opened))

    @router.post("/auth/station-sign-in", response_model=answer)
    async def sign_in_at_station(
        request: Request, response: Response, context: OnDevice, body: PinSignIn | BadgeSignIn
    ) -> Any:
        address, earlier = f"device/{context.actor.device_id}", request.cookies.get(SESSION_COOKIE)
        if isinstance(body, PinSignIn):
            claim = Claim(Method.PIN, address, earlier)
            pin = body.pin.get_secret_value()
            opened = await sign_in.sign_in_with_pin(context, claim, body.person_id, pin)
        else:
            opened = await sign_in.sign_in_with_badge(context, Claim(Method.BADGE, address, earlier), body.badge)
        set_device_cookie(request, response, request.cookies[DEVICE_COOKIE])
        return await describe(await _enter(request, response, opened))

    router.post("/auth/sign-out", status_code=204)(_sign_out)
    router.post("/devices/register")(_register)
    return router


async def _enter(request: Request, response: Response, opened: Opened) -> Context:
    set_session_cookies(request, response, opened.token, opened.csrf_token, opened.seconds)
    return await session_context(request, opened.token)


async def _sign_out(response: Response, context: Signed) -> None:
    await sign_in.sign_out(context)
    clear_session_cookies(response)


async def _register(request: Request, response: Response, context: Anonymous, body: RegisterDevice) -> DeviceRegistered:
    made = await register_device(
        context,
        code=body.code,
        name=body.name,
        address=client_address(request),
        earlier=request.cookies.get(DEVICE_COOKIE),
    )
    set_device_cookie(request, response, made.token)
    station = StationShown(id=made.place.id, code=made.place.code, name=made.place.name)
    return DeviceRegistered(device_id=made.device_id, station=station)
