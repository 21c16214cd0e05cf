# SPDX-License-Identifier: Apache-2.0
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.dialects.postgresql.base import ischema_names

import lockstep.app.models  # noqa: F401  every table must be known before comparing
from lockstep.platform.change.models import TransactionId
from lockstep.platform.database.base import Base, Quantity

ischema_names["xid8"] = TransactionId
"""So that comparing the models with a database knows the type."""


def render_item(kind: str, thing: Any, autogen: AutogenContext) -> str | Literal[False]:
    """A migration keeps its meaning when a type of ours changes: it names the database's own types."""
    if kind == "type" and isinstance(thing, Quantity):
        return "sa.Numeric(15, 4)"
    if kind == "type" and isinstance(thing, TransactionId):
        autogen.imports.add("from lockstep.platform.change.models import TransactionId")
        return "TransactionId()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=render_item,
    compare_type=True,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
