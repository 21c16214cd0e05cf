# SPDX-License-Identifier: Apache-2.0
"""Answers that are ready as plain data go out without being validated a second time."""

from typing import Any, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel
from pydantic_core import to_json

M = TypeVar("M", bound=BaseModel)

MEGABYTE = 1024 * 1024


def json_answer(content: Any, status: int = 200) -> Response:
    return Response(to_json(content), status_code=status, media_type="application/json")


def answers(model: Any) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that ends in `json_answer`: what the interface description shows."""
    return {200: {"model": model}}


def addressed(kind: type[M], body: BaseModel, **path: Any) -> M:
    """A command whose record is named by the address: what the body says and what the path says."""
    return kind.model_validate({**body.model_dump(), **path})


async def read_body(request: Request, megabytes: int, too_large: Exception) -> bytes:
    """The body, up to the limit: a larger one is not even received."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > megabytes * MEGABYTE:
            raise too_large
        parts.append(part)
    return b"".join(parts)
