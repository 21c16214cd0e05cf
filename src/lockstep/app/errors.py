# SPDX-License-Identifier: Apache-2.0
"""How errors leave the product: always a code, parameters and an English fallback."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from lockstep.kernel.errors import LockstepError, wrong_fields

log = structlog.get_logger()

WRONG_SHAPE, FAULT, OTHER = "wrong_shape", "fault", "http_error"
BY_STATUS = {404: "no_such_page", 405: "method_not_allowed"}
CODES = (WRONG_SHAPE, FAULT, OTHER, *BY_STATUS.values())
"""What is said beside the refusals of operations."""


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(LockstepError, _refusal)
    app.add_exception_handler(RequestValidationError, _wrong_shape)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


async def _refusal(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, LockstepError):
        raise error
    return JSONResponse(error.as_json(), status_code=error.status)


async def _wrong_shape(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    return _json(
        422, WRONG_SHAPE, {"fields": wrong_fields(error.errors())}, "Something in what was sent has the wrong shape."
    )


async def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    code = BY_STATUS.get(error.status_code, OTHER)
    return _json(error.status_code, code, {}, str(error.detail), error.headers)


async def _fault(request: Request, error: Exception) -> JSONResponse:
    """A fault of ours: it gets a number that the log has too."""
    number = getattr(request.state, "request_id", "")
    log.error("fault", request_id=number, path=request.url.path, exc_info=error)
    return _json(500, FAULT, {"number": number}, f"Something went wrong here. Number {number}.")


def _json(status: int, code: str, params: dict[str, object], message: str, headers: object = None) -> JSONResponse:
    content = {"error": {"code": code, "params": params, "message": message}}
    return JSONResponse(content, status_code=status, headers=headers if isinstance(headers, dict) else None)
