# SPDX-License-Identifier: Apache-2.0
"""Every change to accounts is told twice: to the audit with what it was, to open screens that it happened."""

from collections.abc import Mapping
from typing import Any

from lockstep.platform.accounts.places import NOWHERE, Place
from lockstep.platform.accounts.plant import StationPlace
from lockstep.platform.commands.work import Work


def note(
    work: Work,
    event: str,
    entity: str,
    entity_id: object,
    place: Place | StationPlace = NOWHERE,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    work.audit(
        entity, entity_id, before=before, after=after, reason=reason, site_id=place.site_id, line_id=place.line_id
    )
    work.emit(event, entity, entity_id, site_id=place.site_id, line_id=place.line_id)
