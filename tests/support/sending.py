# SPDX-License-Identifier: Apache-2.0
"""Sending where the outcome is what the test asks about."""

from typing import Any
from uuid import uuid4

import httpx

from tests.support.plant import User


async def send(user: User, path: str, **body: Any) -> httpx.Response:
    """`id` is new unless given."""
    return await user.raw("POST", path, json={"id": str(uuid4()), **body})


def outcome(answer: httpx.Response) -> tuple[int, str | None]:
    """The status, and the code of a refusal."""
    return answer.status_code, answer.json().get("error", {}).get("code")


async def send_batch(user: User, *reports: dict[str, Any]) -> list[dict[str, Any]]:
    """What became of each report, in the order sent."""
    answer = await user.send("POST", "/reports/batch", 200, json={"reports": list(reports)})
    results: list[dict[str, Any]] = answer["results"]
    assert [line["id"] for line in results] == [report["id"] for report in reports]
    return results


def outcomes(results: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(line["outcome"], line.get("code")) for line in results]
