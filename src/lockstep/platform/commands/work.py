# SPDX-License-Identifier: Apache-2.0
"""One request or job: one `Work`, one transaction. Nothing inside commits; nothing below reads the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.platform.audit.models import AuditEntry, LastUse
from lockstep.platform.change.models import Change
from lockstep.platform.commands.actor import Actor
from lockstep.platform.database.base import Base
from lockstep.platform.database.insert import TableRows, write_rows


@dataclass(slots=True)
class Work:
    session: AsyncSession
    actor: Actor
    now: datetime
    request_id: str
    operation: str = ""
    command_id: UUID | None = None
    _rows: dict[str, TableRows] = field(default_factory=dict)
    """By table, in the order first used."""

    def add(self, model: type[Base], **values: Any) -> None:
        """Queue a row; `flush` writes all queued rows at once."""
        self._queue(model, ()).append(values)

    def put(self, model: type[Base], key: tuple[str, ...], **values: Any) -> None:
        """Queue a row that replaces what is there under its key."""
        self._queue(model, key).append(values)

    def _queue(self, model: type[Base], key: tuple[str, ...], newer: str | None = None) -> list[dict[str, Any]]:
        name = model.__tablename__
        if name not in self._rows:
            self._rows[name] = TableRows(cast(Table, model.__table__), key, newer)
        return self._rows[name].rows

    def emit(
        self,
        event: str,
        entity: str,
        entity_id: object,
        *,
        order_id: int | None = None,
        site_id: int | None = None,
        line_id: int | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Append a fact in the past tense to the change feed."""
        self.add(
            Change,
            at=self.now,
            event=event,
            entity=entity,
            entity_id=str(entity_id),
            order_id=order_id,
            site_id=site_id,
            line_id=line_id,
            command_id=self.command_id,
            data=dict(data or {}),
        )

    def audit(
        self,
        entity_type: str,
        entity_id: object,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str | None = None,
        site_id: int | None = None,
        line_id: int | None = None,
    ) -> None:
        self.add(
            AuditEntry,
            at=self.now,
            request_id=self.request_id,
            command_id=self.command_id,
            operation=self.operation,
            account_id=self.actor.account_id,
            actor_name=self.actor.name,
            device_id=self.actor.device_id,
            site_id=site_id,
            line_id=line_id,
            source=self.actor.source,
            entity_type=entity_type,
            entity_id=str(entity_id),
            before=None if before is None else dict(before),
            after=None if after is None else dict(after),
            reason=reason,
        )
        self._note_use()

    def _note_use(self) -> None:
        """Once a day: an account that works all day writes one row of this."""
        if self.actor.account_id is None:
            return
        day = self.now.astimezone(UTC).date()
        use = {"account_id": self.actor.account_id, "operation": self.operation, "day": day}
        queued = self._queue(LastUse, ("account_id", "operation"), newer="day")
        if use not in queued:
            queued.append(use)

    async def flush(self) -> None:
        rows, self._rows = self._rows, {}
        await write_rows(self.session, list(rows.values()))

    def mark(self) -> dict[str, int]:
        """A point to which `take_back` drops queued rows: a refused command of a batch leaves nothing."""
        return {name: len(queued.rows) for name, queued in self._rows.items()}

    def take_back(self, mark: dict[str, int]) -> None:
        for name, queued in self._rows.items():
            del queued.rows[mark.get(name, 0) :]
