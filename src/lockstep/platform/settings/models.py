# SPDX-License-Identifier: Apache-2.0
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lockstep.platform.database.base import Base, RowId


class RuleSetting(Base):
    """One rule of the plant: its strength and threshold at a scope. The narrowest scope wins.

    `scope` is empty for the plant, the id of a line or product, or the code of an operation.
    """

    __tablename__ = "rule_setting"
    __table_args__ = (UniqueConstraint("kind", "key", "scope_type", "scope"),)

    id: Mapped[RowId]
    kind: Mapped[str]
    scope_type: Mapped[str] = mapped_column(server_default="plant")
    scope: Mapped[str] = mapped_column(server_default="")
    key: Mapped[str]
    strength: Mapped[str] = mapped_column(server_default="off")
    threshold: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    version: Mapped[int] = mapped_column(server_default="1")
