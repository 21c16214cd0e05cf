# SPDX-License-Identifier: Apache-2.0
"""A large plant written straight into the tables: orders of eight operations, half made, with a history.

Ids are consecutive from 1, so that a load can be drawn without asking: operation = (order - 1) * 8 + step.
"""

from dataclasses import dataclass

import psycopg

STEPS = 8
STATIONS = 16
DEFECT_CODES = ("D1", "D2")
QUANTITY = 1_000_000
"""Far more than a run can report, so that no operation completes under way."""

MASTER_DATA = f"""
    INSERT INTO site (id, code, name) VALUES (1, 'S1', '{{"zh-CN": "一厂", "en": "Plant one"}}');
    INSERT INTO line (id, site_id, code, name) VALUES (1, 1, 'L1', '{{"en": "Line one"}}');
    INSERT INTO shift (id, site_id, code, name, starts, ends, weekdays) VALUES
      (1, 1, 'day', '{{"zh-CN": "白班", "en": "Day"}}', '08:00', '20:00', '{{0,1,2,3,4,5,6}}'),
      (2, 1, 'night', '{{"zh-CN": "夜班", "en": "Night"}}', '20:00', '08:00', '{{0,1,2,3,4,5,6}}');
    INSERT INTO station (id, site_id, line_id, code, name)
      SELECT n, 1, 1, 'ST-' || n, jsonb_build_object('zh-CN', '工位 ' || n) FROM generate_series(1, {STATIONS}) n;
    INSERT INTO person (id, site_id, code, name)
      SELECT n, 1, 'P-' || n, '员工 ' || n FROM generate_series(1, {STATIONS}) n;
    INSERT INTO product (id, code, name)
      SELECT n, 'WP-' || n, jsonb_build_object('zh-CN', '水泵 ' || n) FROM generate_series(1, 40) n;
    INSERT INTO customer (id, code, name, grade)
      SELECT n, 'C-' || n, '客户 ' || n, chr(64 + 1 + n % 3) FROM generate_series(1, 12) n;
    INSERT INTO defect_code (id, code, name, severity)
      SELECT n, 'D' || n, jsonb_build_object('zh-CN', '不良 ' || n), 'minor' FROM generate_series(1, 12) n;
"""

ORDERS = """
    INSERT INTO work_order (id, site_id, line_id, number, product_id, customer_id, quantity, unit, due_at, status,
                            released_at, forecast_at, forecast_computed_at)
      SELECT n, 1, 1, 'WO-' || lpad(n::text, 6, '0'), 1 + n %% 40, 1 + n %% 12, %(quantity)s, 'pcs',
             now() + make_interval(days => 1 + n %% 9), 'running', now() - interval '3 days',
             now() + make_interval(days => 1 + n %% 9, hours => 20 - n %% 24), now()
        FROM generate_series(%(first)s, %(last)s) n
"""

OPERATIONS = """
    INSERT INTO operation (id, order_id, sequence, code, name, successor_id, per, batch, planned_qty, issued_qty, unit,
                           acceptance, setup_seconds, piece_seconds, status, planned_start, planned_end, started_at)
      SELECT (n - 1) * %(steps)s + s, n, s, (s * 10)::text,
             jsonb_build_object('zh-CN', '工序 ' || s * 10, 'en', 'Step ' || s * 10),
             CASE WHEN s < %(steps)s THEN (n - 1) * %(steps)s + s + 1 END, 1, 1, %(quantity)s, %(quantity)s, 'pcs',
             CASE WHEN s %% 3 = 0 THEN 'after_report' ELSE 'none' END, 600, 20 + 5 * s, 'running',
             now() + (s - 4 - n %% 3) * interval '5 hours', now() + (s - 3 - n %% 3) * interval '5 hours',
             now() - interval '2 days'
        FROM generate_series(%(first)s, %(last)s) n, generate_series(1, %(steps)s) s
"""

ASSIGNMENTS = """
    INSERT INTO assignment (operation_id, station_id, planned_qty, status)
      SELECT id, 1 + id %% 16, planned_qty, 'running' FROM operation WHERE order_id BETWEEN %(first)s AND %(last)s
"""

CELLS = """
    INSERT INTO cell (operation_id, lot_id, ready, gone, waiting, hold, rework, scrap, said_good, said_ng,
                      waiting_since)
      SELECT id, 0, made - next - waiting - 60, next, waiting, 10, 20, 30, made - 60, 60,
             CASE WHEN waiting > 0 THEN now() - interval '40 minutes' END
        FROM (SELECT o.id, %(quantity)s / 2 - 50000 * o.sequence AS made,
                     CASE WHEN o.sequence < %(steps)s THEN %(quantity)s / 2 - 50000 * (o.sequence + 1) ELSE 0 END
                       AS next,
                     CASE WHEN o.acceptance = 'none' THEN 0 ELSE 200 END AS waiting
                FROM operation o WHERE o.order_id BETWEEN %(first)s AND %(last)s) made
"""

BLOCKS = """
    INSERT INTO block (target_kind, target_id, reason_code, reason_params, owner, releaser_permission, starts_at,
                       announced_at, command_id)
      SELECT 'operation', (n - 1) * %(steps)s + 1, 'reaction_failed', '{}', 'quality', 'wip.release',
             now() - interval '1 hour', now(), gen_random_uuid()
        FROM generate_series(%(first)s, %(last)s, 50) n
"""

HISTORY = (
    """
    CREATE TEMPORARY TABLE earlier ON COMMIT DROP AS
      SELECT gen_random_uuid() AS id, o.id AS operation_id, o.order_id, now() - n * interval '7 minutes' AS at
        FROM operation o, generate_series(1, %(reports)s) n WHERE o.order_id BETWEEN %(first)s AND %(last)s
    """,
    """
    INSERT INTO production_report (id, site_id, order_id, operation_id, station_id, lot_id, good, ng, good_cell,
                                   occurred_at, received_at, shift_date, shift_id, source, account_id, extra)
      SELECT id, 1, order_id, operation_id, 1 + operation_id %% 16, 0, 50, 1, 'ready', at, at, at::date, 1, 'station',
             1, '{}' FROM earlier
    """,
    """
    INSERT INTO defect_line (id, report_id, operation_id, position, defect_code_id, quantity, disposition)
      SELECT gen_random_uuid(), id, operation_id, 0, 1 + operation_id %% 12, 1, 'scrap' FROM earlier
    """,
    """
    INSERT INTO movement (command_id, event, operation_id, lot_id, source, target, quantity, at)
      SELECT id, 'report', operation_id, 0, NULL, 'ready', 50, at FROM earlier
      UNION ALL SELECT id, 'report', operation_id, 0, NULL, 'scrap', 1, at FROM earlier
    """,
    """
    INSERT INTO change (at, event, entity, entity_id, order_id, site_id, line_id, command_id, data)
      SELECT at, 'production_reported', 'operation', operation_id::text, order_id, 1, 1, id,
             jsonb_build_object('bar', repeat('x', 300), 'order_bar', repeat('y', 300)) FROM earlier
    """,
    """
    INSERT INTO audit_entry (at, request_id, command_id, operation, account_id, actor_name, site_id, source,
                             entity_type, entity_id, after)
      SELECT at, id::text, id, 'shopfloor.report_production', 1, 'bench', 1, 'station', 'production_report', id::text,
             jsonb_build_object('payload', repeat('x', 400)) FROM earlier
    """,
    """
    INSERT INTO command_inbox (id, operation, payload_hash, account_id, received_at, outcome, answer)
      SELECT id, 'shopfloor.report_production', sha256(id::text::bytea), 1, at, 'booked',
             jsonb_build_object('answer', repeat('x', 600)) FROM earlier
    """,
)

SEQUENCES = """
    SELECT setval(pg_get_serial_sequence(c.table_name, 'id'), 10000000)
      FROM information_schema.columns c
     WHERE c.table_schema = 'public' AND c.column_name = 'id' AND c.is_identity = 'YES'
       AND c.table_name IN ('site', 'line', 'shift', 'station', 'person', 'product', 'customer', 'defect_code',
                            'work_order', 'operation')
"""


@dataclass(slots=True)
class Plant:
    """How many orders there are so far, each of eight operations."""

    orders: int = 0

    def operation(self, order: int, step: int) -> int:
        return (order - 1) * STEPS + step


def libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def build(owner_url: str) -> Plant:
    with psycopg.connect(libpq(owner_url)) as connection:
        connection.execute(MASTER_DATA)
        connection.execute(SEQUENCES)
    return Plant()


def grow(owner_url: str, plant: Plant, orders: int, *, reports: int) -> None:
    """Grow to so many orders; the new ones get that many earlier reports per operation."""
    values = {
        "first": plant.orders + 1,
        "last": orders,
        "steps": STEPS,
        "quantity": QUANTITY,
        "reports": reports,
    }
    with psycopg.connect(libpq(owner_url), cursor_factory=psycopg.ClientCursor) as connection:
        for statement in (ORDERS, OPERATIONS, ASSIGNMENTS, CELLS, BLOCKS, *(HISTORY if reports else ())):
            connection.execute(statement, values)
    with psycopg.connect(libpq(owner_url), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    plant.orders = orders
