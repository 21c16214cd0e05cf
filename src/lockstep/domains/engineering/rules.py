# SPDX-License-Identifier: Apache-2.0
"""The network of operations: each has one successor, all lead to one last."""

from collections.abc import Sequence

from pydantic_core import PydanticCustomError

from lockstep.kernel.repeats import first_repeated


def successors(steps: Sequence[tuple[str, str | None]]) -> dict[str, str | None]:
    """Steps as (code, successor if named): without one the next in the list follows."""
    later = [code for code, _ in steps[1:]]
    return {code: named or after for (code, named), after in zip(steps, [*later, None], strict=True)}


def require_one_tree(steps: Sequence[tuple[str, str | None]]) -> None:
    """Refuses steps that are not a network that ends in one."""
    codes = [code for code, _ in steps]
    if twice := first_repeated(codes):
        raise PydanticCustomError("operation_twice", "operation {operation} is named twice", {"operation": twice})
    following = successors(steps)
    for code in codes:
        seen = {code}
        after = following[code]
        while after is not None:
            if after not in following:
                message = "operation {operation} is not in this network"
                raise PydanticCustomError("operation_unknown", message, {"operation": after})
            if after in seen:
                message = "operation {operation} leads back to itself"
                raise PydanticCustomError("operation_circle", message, {"operation": after})
            seen.add(after)
            after = following[after]
    if sum(1 for after in following.values() if after is None) != 1:
        raise PydanticCustomError("one_last_operation", "the network has one last operation")
