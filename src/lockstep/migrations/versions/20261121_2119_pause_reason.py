# SPDX-License-Identifier: Apache-2.0
"""pause reason"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_2119_pause_reason"
down_revision = "20261121_2117_tasks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("operation", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("operation", sa.Column("pause_reason", sa.String(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore from a backup instead")
