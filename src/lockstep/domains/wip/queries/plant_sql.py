# SPDX-License-Identifier: Apache-2.0
"""The statements that read a part of the plant: its orders under their locks, and all that is in them."""

from sqlalchemy import ARRAY, BigInteger, TextClause, bindparam, text

from lockstep.domains.orders.schemas import OperationState
from lockstep.domains.wip.rules.cells import CELLS
from lockstep.kernel.qty import SCALE

ORDER_COLUMNS = """
    w.id, w.site_id, w.line_id, w.number, w.product_id, w.customer_id, w.quantity, w.unit, w.due_at, w.status,
    w.forecast_at, w.forecast_computed_at, w.priority"""


def _lock(operations: str) -> TextClause:
    return text(
        f"""
    SELECT {ORDER_COLUMNS}, s.code AS site_code, s.time_zone,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'code', h.code, 'name', h.name,
                   'starts', h.starts, 'ends', h.ends, 'weekdays', h.weekdays)), '[]'::jsonb)
              FROM shift h WHERE h.site_id = w.site_id AND h.status = 'released') AS shifts,
           (SELECT coalesce(jsonb_object_agg(d.day, d.shift_ids), '{{}}'::jsonb)
              FROM calendar_day d WHERE d.site_id = w.site_id AND d.status = 'released') AS days
      FROM work_order w JOIN site s ON s.id = w.site_id
     WHERE w.id IN (SELECT order_id FROM operation WHERE id {operations})
     ORDER BY w.id
       FOR NO KEY UPDATE OF w
    """
    )


# For one order by equality: PostgreSQL then keeps one plan, which for a list of unknown length it never does.
LOCK_ONE = _lock("= :operation")
LOCK = _lock("= ANY(:operations)").bindparams(bindparam("operations", type_=ARRAY(BigInteger)))


def _blocks(orders: str) -> str:
    return f"""
    SELECT b.id, b.target_kind, b.target_id, b.reason_code, b.reason_params, b.owner, b.releaser_permission, b.ends_at,
           CASE WHEN b.target_kind IN ('station', 'assignment') THEN
             (SELECT jsonb_agg(jsonb_build_array(a.operation_id, a.id, a.station_id))
                FROM assignment a JOIN operation p ON p.id = a.operation_id
               WHERE p.order_id {orders}
                 AND b.target_id = CASE b.target_kind WHEN 'station' THEN a.station_id ELSE a.id END)
           END AS places
      FROM block b
     WHERE b.released_at IS NULL AND b.starts_at <= :now AND (b.ends_at IS NULL OR b.ends_at > :now)
       AND (b.target_kind IN ('station', 'assignment', 'lot')
         OR (b.target_kind = 'order' AND b.target_id {orders})
         OR (b.target_kind = 'operation' AND b.target_id IN
             (SELECT id FROM operation WHERE order_id {orders}))
         OR (b.target_kind = 'product' AND b.target_id IN
             (SELECT product_id FROM work_order WHERE id {orders})))
     ORDER BY b.id"""


def _scaled(expression: str) -> str:
    """Quantities come as whole ten-thousandths: reading thousands of decimals costs more than all the rest."""
    return f"({expression} * {SCALE})::bigint"


STATE_FIELDS = OperationState.__slots__[: OperationState.__slots__.index("waiting_since")]
STATE = {
    **{name: f"o.{name}" for name in STATE_FIELDS},
    "name": "o.name::text",
    "planned_qty": _scaled("o.planned_qty"),
    "stations": "coalesce(places.stations, 0)",
    "not_booked": "coalesce(parked.quantity, 0)",
}
PLAN = (
    "o.input_rule",
    _scaled("o.per"),
    _scaled("o.batch"),
    _scaled("o.issued_qty"),
    "claimed.claims",
)
SUMS = {
    "places": ("count(*) AS stations", "assignment s WHERE true"),
    "parked": (f"{_scaled('sum(s.quantity)')} AS quantity", "parked_command s WHERE s.status = 'open'"),
    "claimed": ("array_agg(ARRAY[s.id, s.here, s.urgent]) AS claims", "inspection_claim s WHERE s.open"),
}
"""What is summed up beside an operation, and out of which rows `s`."""
COUNTS = tuple(_scaled(f"c.{cell.value}") for cell in CELLS)
MARKS = tuple(_scaled(f"c.{name}") for name in ("conceded", "rejected", "said_good", "said_ng"))
# A row of `OPERATIONS`, in this order: state, plan, lot, counts, marks, waiting since, blocks (in one row only).
PLAN_AT = len(STATE)
LOT_AT = PLAN_AT + len(PLAN)
COUNTS_AT = LOT_AT + 1
MARKS_AT = COUNTS_AT + len(COUNTS)
SINCE_AT = MARKS_AT + len(MARKS)
BLOCKS_AT = SINCE_AT + 1
ORDER_AT = STATE_FIELDS.index("order_id")
NAME_AT, KIND_AT = STATE_FIELDS.index("name"), STATE_FIELDS.index("kind")


def _beside_each() -> str:
    return "".join(
        f" LEFT JOIN LATERAL (SELECT {what} FROM {rows} AND s.operation_id = o.id) {name} ON true"
        for name, (what, rows) in SUMS.items()
    )


def _beside_all(orders: str) -> str:
    """For thousands of operations at once it is much cheaper to sum up first and to join then."""
    theirs = f"s.operation_id IN (SELECT id FROM operation WHERE order_id {orders})"
    return "".join(
        f" LEFT JOIN (SELECT s.operation_id, {what} FROM {rows} AND {theirs} GROUP BY 1) {name}"
        f" ON {name}.operation_id = o.id"
        for name, (what, rows) in SUMS.items()
    )


def _operations(orders: str, beside: str) -> TextClause:
    return text(
        f"""
    SELECT {", ".join([*STATE.values(), *PLAN, "c.lot_id", *COUNTS, *MARKS, "c.waiting_since"])},
           CASE WHEN row_number() OVER () = 1 THEN
             (SELECT jsonb_agg(to_jsonb(b)) FROM ({_blocks(orders)}) b) END AS blocks
      FROM operation o LEFT JOIN cell c ON c.operation_id = o.id{beside}
     WHERE o.order_id {orders}
     ORDER BY o.order_id, o.sequence, o.id, c.lot_id
    """
    )


ONE, ALL = "= :order", "= ANY(:orders)"
OPERATIONS_OF_ONE = _operations(ONE, _beside_each())
OPERATIONS = _operations(ALL, _beside_all(ALL)).bindparams(bindparam("orders", type_=ARRAY(BigInteger)))
