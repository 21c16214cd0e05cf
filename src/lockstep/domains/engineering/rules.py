# SPDX-License-Identifier: Apache-2.0
"""The network of operations: each has one successor, all lead to one last."""

from collections.abc import Sequence


def successors(steps: Sequence[tuple[str, str | None]]) -> dict[str, str | None]:
    """Steps as (code, successor if named): without one the next in the list follows."""
    later = [code for code, _ in steps[1:]]
    return {code: named or after for (code, named), after in zip(steps, [*later, None], strict=True)}


def require_one_tree(steps: Sequence[tuple[str, str | None]]) -> None:
    """ValueError where the steps are not a network that ends in one."""
    codes = [code for code, _ in steps]
    if len(set(codes)) != len(codes):
        raise ValueError("operation codes are named twice")
    following = successors(steps)
    for code in codes:
        seen = {code}
        after = following[code]
        while after is not None:
            if after not in following:
                raise ValueError(f"operation {after} is not in this network")
            if after in seen:
                raise ValueError(f"operation {code} leads back to itself")
            seen.add(after)
            after = following[after]
    if sum(1 for after in following.values() if after is None) != 1:
        raise ValueError("the network has one last operation")
