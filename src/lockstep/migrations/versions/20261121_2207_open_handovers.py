# SPDX-License-Identifier: Apache-2.0
"""what is still to be read, and whose time it was, found by index"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2207_open_handovers"
down_revision = "20261121_2119_pause_reason"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_handover_open",
        "handover",
        ["station_id"],
        unique=False,
        postgresql_where=sa.text("taken_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index("ix_time_record_person_id", "time_record", ["person_id", "received_at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore from a backup instead")
