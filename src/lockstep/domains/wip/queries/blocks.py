# SPDX-License-Identifier: Apache-2.0
"""Blocks in force and to come, and the operations whose bars show a block."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, RowMapping, TextClause, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.domains.wip.commands import TargetKind
from lockstep.kernel.names import local_name
from lockstep.platform.commands.actor import Actor
from lockstep.platform.commands.query import Reading, query

LOT_LINES = """ARRAY(SELECT DISTINCT w.line_id FROM cell c JOIN operation o ON o.id = c.operation_id
                 JOIN work_order w ON w.id = o.order_id WHERE c.lot_id = l.id AND c.lot_id <> 0)"""
"""A lot belongs to no line: it lies on those of the orders that made or used it."""

TARGETS = f"""block b
      LEFT JOIN LATERAL (
           SELECT w.number AS code, NULL::jsonb AS name, NULL::text AS station, w.site_id,
                  ARRAY[w.line_id] AS line_ids, w.id AS order_id FROM work_order w
            WHERE b.target_kind = 'order' AND w.id = b.target_id
        UNION ALL
           SELECT w.number, o.name, NULL, w.site_id, ARRAY[w.line_id], w.id
             FROM operation o JOIN work_order w ON w.id = o.order_id
            WHERE b.target_kind = 'operation' AND o.id = b.target_id
        UNION ALL
           SELECT w.number, o.name, s.code, w.site_id, ARRAY[w.line_id], w.id
             FROM assignment a JOIN operation o ON o.id = a.operation_id
             JOIN work_order w ON w.id = o.order_id JOIN station s ON s.id = a.station_id
            WHERE b.target_kind = 'assignment' AND a.id = b.target_id
        UNION ALL
           SELECT s.code, s.name, NULL, s.site_id, ARRAY[s.line_id], NULL FROM station s
            WHERE b.target_kind = 'station' AND s.id = b.target_id
        UNION ALL
           SELECT l.code, NULL, NULL, l.site_id, {LOT_LINES}, NULL FROM lot l
            WHERE b.target_kind = 'lot' AND l.id = b.target_id
        UNION ALL
           SELECT p.code, p.name, NULL, NULL, NULL, NULL FROM product p
            WHERE b.target_kind = 'product' AND p.id = b.target_id
      ) t ON true"""
"""Blocks `b` with what each is on: its code and name, where it is, and the order it belongs to if it belongs to one."""

IN_PLACE = """(CAST(:sites AS bigint[]) IS NULL OR t.site_id IS NULL OR t.site_id = ANY(:sites))
       AND (CAST(:lines AS bigint[]) IS NULL OR t.line_ids && CAST(:lines AS bigint[])
            OR coalesce(cardinality(t.line_ids), 0) = 0 OR array_position(t.line_ids, NULL) IS NOT NULL)"""


def _blocks(columns: str, wanted: str) -> TextClause:
    return text(
        f"SELECT {columns} FROM {TARGETS} WHERE {wanted} AND {IN_PLACE} ORDER BY b.starts_at, b.id LIMIT 500"
    ).bindparams(bindparam("sites", type_=ARRAY(BigInteger)), bindparam("lines", type_=ARRAY(BigInteger)))


SHOWN = """b.id, b.target_kind, b.target_id, t.code, t.name, t.station, t.order_id, b.reason_code, b.reason_params,
       b.owner, b.starts_at, b.ends_at"""
OPEN = "b.released_at IS NULL AND (b.ends_at IS NULL OR b.ends_at > :now)"
ON_LINE = "(CAST(:line AS bigint) IS NULL OR t.line_ids IS NULL OR CAST(:line AS bigint) = ANY(t.line_ids))"
"""What is on no place, a product, stops every line."""

LISTED = _blocks(f"{SHOWN}, b.releaser_permission", f"{OPEN} AND {ON_LINE}")
ON = _blocks(
    f"{SHOWN}, b.releaser_permission",
    f"{OPEN} AND b.target_kind || ' ' || b.target_id = ANY(CAST(:targets AS text[]))",
)
STOOD = _blocks(
    f"{SHOWN}, b.released_at",
    """b.starts_at < :last AND (b.released_at IS NULL OR b.released_at > :first)
       AND (b.ends_at IS NULL OR b.ends_at > :first)""",
)

PLACE = {
    "order": "SELECT w.site_id, ARRAY[w.line_id] AS line_ids FROM work_order w WHERE w.id = :id",
    "operation": """SELECT w.site_id, ARRAY[w.line_id] AS line_ids
                      FROM operation o JOIN work_order w ON w.id = o.order_id WHERE o.id = :id""",
    "assignment": """SELECT w.site_id, ARRAY[w.line_id] AS line_ids
                       FROM assignment a JOIN operation o ON o.id = a.operation_id
                       JOIN work_order w ON w.id = o.order_id WHERE a.id = :id""",
    "station": "SELECT s.site_id, ARRAY[s.line_id] AS line_ids FROM station s WHERE s.id = :id",
    "lot": f"SELECT l.site_id, {LOT_LINES} AS line_ids FROM lot l WHERE l.id = :id",
    "product": "SELECT NULL AS site_id, NULL AS line_ids FROM product p WHERE p.id = :id",
}

TOUCHED = {
    "order": "SELECT o.id FROM operation o WHERE o.order_id = :id",
    "operation": "SELECT o.id FROM operation o WHERE o.id = :id",
    "assignment": "SELECT a.operation_id AS id FROM assignment a WHERE a.id = :id",
    "station": """SELECT DISTINCT a.operation_id AS id FROM assignment a JOIN operation o ON o.id = a.operation_id
                   WHERE a.station_id = :id AND o.status <> 'completed'""",
    "lot": "SELECT c.operation_id AS id FROM cell c WHERE c.lot_id = :id AND c.lot_id <> 0",
    "product": """SELECT o.id FROM operation o JOIN work_order w ON w.id = o.order_id
                   WHERE w.product_id = :id AND w.status NOT IN ('completed', 'short_closed', 'cancelled')""",
}


OWNER = {
    "operation": "SELECT :id",
    "assignment": "SELECT a.operation_id FROM assignment a WHERE a.id = :id",
}
"""The operation whose owners answer for the target."""


@query("wip.blocks", permission="board.read")
async def blocks(reading: Reading, *, line: int | None = None) -> dict[str, Any]:
    actor = reading.actor
    rows = await reading.session.execute(LISTED, {"now": reading.now, "line": line, **_scope(actor)})
    return {"blocks": [_listed(row, actor) for row in rows.mappings()]}


async def blocks_on(reading: Reading, targets: Sequence[tuple[TargetKind, int]]) -> list[dict[str, Any]]:
    """In force or to come on one of these, in scope."""
    actor = reading.actor
    named = [f"{kind} {target_id}" for kind, target_id in targets]
    rows = await reading.session.execute(ON, {"now": reading.now, "targets": named, **_scope(actor)})
    return [_listed(row, actor) for row in rows.mappings()]


def _listed(row: RowMapping, actor: Actor) -> dict[str, Any]:
    shown = _shown(row, actor)
    releaser = shown.pop("releaser_permission")
    return {**shown, "can": ["release"] if may_release(actor, releaser) else []}


def _shown(row: RowMapping, actor: Actor) -> dict[str, Any]:
    """`target` as people call it: WO-1 Grinding GR-01."""
    shown = dict(row)
    code, name, station = (shown.pop(one) for one in ("code", "name", "station"))
    words = (code, name and local_name(name, actor.locale), station)
    return {**shown, "target": " ".join(word for word in words if word) or None}


async def blocks_between(
    reading: Reading, first: datetime, last: datetime, *, site_id: int, line_id: int | None
) -> list[dict[str, Any]]:
    """Those that were in force at some moment of that time, in scope, at one site or line. A product is everywhere."""
    rows = await reading.session.execute(
        STOOD, {"first": first, "last": last, **_scope(reading.actor, site_id, line_id)}
    )
    return [_shown(row, reading.actor) for row in rows.mappings()]


def _scope(actor: Actor, site_id: int | None = None, line_id: int | None = None) -> dict[str, list[int] | None]:
    """The row scope, or one place in it."""
    sites, lines = actor.site_ids if site_id is None else (site_id,), actor.line_ids if line_id is None else (line_id,)
    return {"sites": None if sites is None else list(sites), "lines": None if lines is None else list(lines)}


def may_release(actor: Actor, releaser_permission: str) -> bool:
    return actor.may("wip.release") and actor.may(releaser_permission)


@dataclass(frozen=True, slots=True)
class TargetPlace:
    """`line_id` is set where the target lies on one line only."""

    site_id: int | None
    line_id: int | None


async def place_of(session: AsyncSession, actor: Actor, kind: TargetKind, target_id: int) -> TargetPlace | None:
    """Where a target in scope is. A product is everywhere and a lot may lie on several lines: only who sees all of
    them may stop it."""
    row = (await session.execute(text(PLACE[kind]), {"id": target_id})).one_or_none()
    if row is None:
        return None
    lines = row.line_ids or [None]
    seen = actor.everywhere if row.site_id is None else all(actor.sees(row.site_id, line) for line in lines)
    return TargetPlace(row.site_id, lines[0] if len(lines) == 1 else None) if seen else None


async def owner_named(session: AsyncSession, kind: TargetKind, target_id: int) -> str | None:
    """Who drives the operation that is stopped, else who answers for its quality."""
    if kind not in OWNER:
        return None
    found: str | None = await session.scalar(
        text(
            f"""SELECT p.name FROM operation o JOIN person p ON p.id = coalesce(o.progress_owner_id, o.quality_owner_id)
                 WHERE o.id = ({OWNER[kind]})"""
        ),
        {"id": target_id},
    )
    return found


async def touched_operations(session: AsyncSession, kind: TargetKind, target_id: int) -> list[int]:
    rows = await session.execute(text(TOUCHED[kind]), {"id": target_id})
    return sorted(rows.scalars())
