# SPDX-License-Identifier: Apache-2.0
"""Errors that reach a person: a code for the translation, the parameters of the sentence, an HTTP status."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class LockstepError(Exception):
    """Base of every refusal. Subclasses stand beside the operation that raises them.

    The client shows `errors.<code>` in the user's language; `message` is the English fallback.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 409
    message: ClassVar[str] = ""

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(f"{self.code} {params}" if params else self.code)

    def as_json(self) -> dict[str, Any]:
        try:
            text = self.message.format(**self.params)
        except (KeyError, IndexError):
            text = self.message
        return {"error": {"code": self.code, "params": self.params, "message": text or self.code}}


def wrong_fields(problems: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is wrong with the shape of what was sent, field by field; the first twenty.

    The client shows `errors.shape.<kind>` with `params` where there is such a sentence; `problem` is the fallback.
    """
    return [
        {
            "field": ".".join(str(part) for part in one["loc"]),
            "problem": str(one["msg"]),
            "kind": str(one["type"]),
            "params": {key: value for key, value in one.get("ctx", {}).items() if isinstance(value, str | int | float)},
        }
        for one in problems[:20]
    ]


class NotFound(LockstepError):
    code = "not_found"
    status = 404
    message = "{kind} {key} is not here, or not yours to see."


class Forbidden(LockstepError):
    code = "forbidden"
    status = 403
    message = "This needs the right {permission}."


class NotSignedIn(LockstepError):
    code = "not_signed_in"
    status = 401
    message = "Sign in first."
