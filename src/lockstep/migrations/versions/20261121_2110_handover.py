# SPDX-License-Identifier: Apache-2.0
"""handover, reversal of time records"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261121_2110_handover"
down_revision = "20261121_1823_spine"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.BigInteger(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("operation_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("jobs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("shift_date", sa.Date(), nullable=False),
        sa.Column("shift_id", sa.BigInteger(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["operation_id"], ["operation.id"], name=op.f("fk_handover_operation_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_handover_order_id")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_handover_station_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_order_id", "handover", ["order_id"], unique=False)
    op.create_index("ix_handover_station_id", "handover", ["station_id", "written_at"], unique=False)
    op.add_column("time_record", sa.Column("replaces_id", sa.Uuid(), nullable=True))
    op.add_column("time_record", sa.Column("reason", sa.String(), nullable=True))
    op.create_index("ix_time_record_account_id", "time_record", ["account_id", "received_at"], unique=False)
    op.create_unique_constraint(op.f("uq_time_record_replaces_id"), "time_record", ["replaces_id"])
    op.create_foreign_key(op.f("fk_time_record_replaces_id"), "time_record", "time_record", ["replaces_id"], ["id"])


def downgrade() -> None:
    raise NotImplementedError("restore from a backup instead")
