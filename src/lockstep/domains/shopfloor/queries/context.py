# SPDX-License-Identifier: Apache-2.0
"""What reports name, looked up at once for all reports of a request: one statement at most."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, String, TextClause, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from lockstep.domains.shopfloor.rules.details import KIND as DETAILS
from lockstep.domains.shopfloor.rules.scopes import ScopedRule
from lockstep.domains.shopfloor.rules.skills import KIND as SKILLS
from lockstep.domains.shopfloor.schemas import ReportProduction

LOOKUPS = {
    "people": """
        SELECT jsonb_object_agg(p.id, jsonb_build_object('site_id', p.site_id, 'name', p.name, 'skills', p.skill_ids))
          FROM person p WHERE p.id = ANY(:people)""",
    "skills": "SELECT jsonb_object_agg(k.id, k.name) FROM skill k WHERE k.id = ANY(:skills)",
    "stations": "SELECT jsonb_object_agg(s.id, s.site_id) FROM station s WHERE s.id = ANY(:stations)",
    "assignments": "SELECT jsonb_object_agg(a.id, a.operation_id) FROM assignment a WHERE a.id = ANY(:assignments)",
    "codes": """
        SELECT jsonb_object_agg(d.code, jsonb_build_object('id', d.id, 'severity', d.severity, 'seen',
               ARRAY(SELECT o FROM unnest(:operations) o WHERE EXISTS (SELECT 1 FROM defect_line l
                      WHERE l.operation_id = o AND l.defect_code_id = d.id))))
          FROM defect_code d WHERE d.code = ANY(:codes) AND d.status = 'released'""",
    "photos": "SELECT jsonb_object_agg(f.id, f.sha256) FROM photo f WHERE f.id = ANY(:photos)",
    "serials": """
        SELECT jsonb_agg(jsonb_build_array(u.operation_id, u.serial)) FROM serial_unit u
         WHERE u.operation_id = ANY(:operations) AND u.serial = ANY(:serials)
           AND NOT EXISTS (SELECT 1 FROM production_report r WHERE r.replaces_id = u.command_id)""",
}
RULES = """
    SELECT jsonb_agg(jsonb_build_object('key', r.key, 'scope_type', r.scope_type, 'scope', r.scope,
           'strength', r.strength, 'threshold', r.threshold))
      FROM rule_setting r WHERE r.kind = '%s'"""
ASKED_BY = {"codes": DETAILS, "skills": SKILLS}
"""The kind of rules that ask about what is named."""
TYPES: dict[str, type[TypeEngine[Any]]] = {
    "people": BigInteger,
    "skills": BigInteger,
    "stations": BigInteger,
    "assignments": BigInteger,
    "operations": BigInteger,
    "codes": String,
    "photos": Uuid,
    "serials": String,
}


@lru_cache(maxsize=64)
def _lookup(kinds: tuple[str, ...]) -> TextClause:
    """Only for what is named: most reports name a defect or nothing at all."""
    parts = {kind: LOOKUPS[kind] for kind in kinds}
    for named, asking in ASKED_BY.items():
        if named in parts:
            parts[f"{asking}_rules"] = RULES % asking
    statement = "SELECT " + ", ".join(f"({part}) AS {kind}" for kind, part in parts.items())
    used = [bindparam(name, type_=ARRAY(kind)) for name, kind in TYPES.items() if f":{name})" in statement]
    return text(statement).bindparams(*used)


@dataclass(frozen=True, slots=True)
class DefectState:
    id: int
    severity: str
    seen_at: frozenset[int]
    """Operations at which it was reported before."""


@dataclass(frozen=True, slots=True)
class PersonState:
    site_id: int
    name: str
    skills: frozenset[int]


@dataclass(slots=True)
class Named:
    people: dict[int, PersonState] = field(default_factory=dict)
    stations: dict[int, int] = field(default_factory=dict)
    assignments: dict[int, int] = field(default_factory=dict)
    defects: dict[str, DefectState] = field(default_factory=dict)
    photos: dict[UUID, str] = field(default_factory=dict)
    serials: set[tuple[int, str]] = field(default_factory=set)
    skills: dict[int, dict[str, str]] = field(default_factory=dict)
    detail_rules: list[ScopedRule] = field(default_factory=list)
    skill_rules: list[ScopedRule] = field(default_factory=list)


async def read_named(
    session: AsyncSession,
    reports: Sequence[ReportProduction],
    *,
    skills: Collection[int] = (),
    said_by: int | None = None,
) -> Named:
    """`skills` are those that the operations ask for; `said_by` is the person behind a report that names nobody."""
    people = {share.person_id for report in reports for share in report.people}
    if skills and said_by is not None:
        people.add(said_by)
    lines = [line for report in reports for line in report.defects]
    wanted: dict[str, list[Any]] = {
        "people": sorted(people),
        "skills": sorted(skills),
        "stations": sorted({report.station_id for report in reports if report.station_id}),
        "assignments": sorted({report.assignment_id for report in reports if report.assignment_id}),
        "codes": sorted({line.defect_code for line in lines}),
        "photos": sorted({photo for line in lines for photo in line.photo_ids}),
        "serials": sorted({serial for report in reports for serial in report.serials}),
    }
    kinds = tuple(kind for kind, ids in wanted.items() if ids)
    if not kinds:
        return Named()
    operations = sorted({report.operation_id for report in reports})
    found = (await session.execute(_lookup(kinds), {**wanted, "operations": operations})).mappings().one()
    return Named(
        people={
            int(key): PersonState(known["site_id"], known["name"], frozenset(known["skills"]))
            for key, known in (found.get("people") or {}).items()
        },
        stations=_by_id(found.get("stations")),
        assignments=_by_id(found.get("assignments")),
        defects={
            code: DefectState(known["id"], known["severity"], frozenset(known["seen"]))
            for code, known in (found.get("codes") or {}).items()
        },
        photos={UUID(key): sha256 for key, sha256 in (found.get("photos") or {}).items()},
        serials={(operation, serial) for operation, serial in found.get("serials") or []},
        skills={int(key): names for key, names in (found.get("skills") or {}).items()},
        detail_rules=_rules(found, DETAILS),
        skill_rules=_rules(found, SKILLS),
    )


def _rules(found: Mapping[Any, Any], kind: str) -> list[ScopedRule]:
    return [ScopedRule(**rule) for rule in found.get(f"{kind}_rules") or []]


def _by_id(found: dict[str, int] | None) -> dict[int, int]:
    return {int(key): value for key, value in (found or {}).items()}
