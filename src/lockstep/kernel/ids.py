# SPDX-License-Identifier: Apache-2.0
"""Ids that follow from another id, so that the same command makes the same rows when it is repeated."""

from uuid import UUID, uuid5


def derived_id(parent: UUID, *parts: object) -> UUID:
    return uuid5(parent, "/".join(str(part) for part in parts))
