# SPDX-License-Identifier: Apache-2.0
"""The roles that a new plant starts with."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from lockstep.platform.accounts.models import Role
from lockstep.platform.accounts.permissions import ADMIN, DEFAULT_ROLES


async def seed_roles(session: AsyncSession) -> None:
    """Adds what is missing, leaves what a plant has changed; the administrator gets every new right."""
    for role in DEFAULT_ROLES:
        row = insert(Role).values(code=role.code, name=role.name, permissions=sorted(role.permissions))
        if role.code == ADMIN:
            row = row.on_conflict_do_update(index_elements=[Role.code], set_={"permissions": row.excluded.permissions})
        else:
            row = row.on_conflict_do_nothing(index_elements=[Role.code])
        await session.execute(row)
