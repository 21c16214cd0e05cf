# SPDX-License-Identifier: Apache-2.0
"""Codes as ids: looked up many at a time, within the site of the record where they belong to one."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select

from lockstep.kernel.errors import NotFound
from lockstep.platform.commands.work import Work
from lockstep.platform.metadata.entity import ENTITIES, Entity
from lockstep.platform.metadata.errors import BeyondYourTeams, Retired
from lockstep.platform.metadata.fields import Field
from lockstep.platform.metadata.models import Status
from lockstep.platform.metadata.reading import PERSON


def key_of(entity: Entity, values: Any) -> str:
    return "/".join(str(values[code]) for code in entity.codes)


def place_of(entity: Entity, row: Mapping[Any, Any]) -> tuple[int | None, int | None]:
    """The site and line a record belongs to."""
    site_id = row["id"] if entity.key == "site" else row.get("site_id")
    line_id = row["id"] if entity.key == "line" else row.get("line_id")
    return site_id, line_id


def require_sight(work: Work, entity: Entity, row: Mapping[Any, Any], key: str) -> None:
    site_id, line_id = place_of(entity, row)
    if site_id is not None and not work.actor.sees(site_id, line_id):
        raise NotFound(kind=entity.key, key=key)
    if not _sees_person(work, entity, row):
        raise NotFound(kind=entity.key, key=key)


def require_team(work: Work, entity: Entity, row: Mapping[Any, Any]) -> None:
    """Nobody makes or moves a person out of their own sight."""
    if not _sees_person(work, entity, row):
        raise BeyondYourTeams


def _sees_person(work: Work, entity: Entity, row: Mapping[Any, Any]) -> bool:
    return entity.key != PERSON or work.actor.sees_person(row["id"], row["team_id"])


class Codes:
    """What one save has looked up."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._found: dict[tuple[str, int | None], dict[str, list[Any]]] = {}

    async def load(self, field: Field, codes: Iterable[str], site_id: int | None) -> None:
        entity = ENTITIES[field.entity or ""]
        known = self._found.setdefault((entity.key, site_id), {})
        missing = sorted(set(codes) - known.keys())
        if not missing:
            return
        columns = entity.table.c
        called = columns[entity.codes[0]].in_(missing)
        if "aliases" in columns:
            called |= columns.aliases.overlap(missing)
        wanted = [called]
        if "site_id" in columns and site_id is not None:
            wanted.append(columns.site_id == site_id)
        known |= {one: [] for one in missing}
        for row in (await self._work.session.execute(select(entity.table).where(*wanted))).mappings():
            for name in {row[entity.codes[0]], *row.get("aliases", ())} & known.keys():
                known[name].append(row)

    def id_of(self, field: Field, code: str, site_id: int | None, kept: Collection[int | None]) -> int:
        """What is retired may stay where it was (`kept`); nobody chooses it anew."""
        entity = ENTITIES[field.entity or ""]
        rows = self._found[entity.key, site_id][code]
        if len(rows) > 1:
            # A merged code names the record that took it over.
            rows = [row for row in rows if row["status"] != Status.RETIRED]
        if len(rows) != 1:
            raise NotFound(kind=entity.key, key=code)
        row = rows[0]
        require_sight(self._work, entity, row, code)
        if row["status"] == Status.RETIRED and row["id"] not in kept:
            raise Retired(key=code)
        return int(row["id"])
