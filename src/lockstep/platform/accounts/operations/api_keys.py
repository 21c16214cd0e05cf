# SPDX-License-Identifier: Apache-2.0
"""Keys for machines and other systems. A key acts as an account of its own."""

from sqlalchemy import insert, select, update

from lockstep.kernel.errors import NotFound
from lockstep.platform.accounts.models import Account, ApiKey
from lockstep.platform.accounts.operations.noting import note
from lockstep.platform.accounts.places import scope_place
from lockstep.platform.accounts.reach import reaches, require_known, require_reach, settled, stamp
from lockstep.platform.accounts.schemas.answers import ApiKeyAnswer, SecretMade
from lockstep.platform.accounts.schemas.commands import CreateApiKey, RevokeApiKey
from lockstep.platform.commands.operation import operation
from lockstep.platform.commands.work import Work


@operation("api_key.create", permission="api_key.manage")
async def create_api_key(work: Work, command: CreateApiKey) -> SecretMade:
    permissions = sorted(set(command.permissions))
    command = await settled(work, command)
    require_known(permissions)
    require_reach(work.actor, permissions, command)
    account = await work.session.execute(
        insert(Account)
        .values(
            name=f"api-key/{command.id}",
            display_name=command.name,
            locale=work.actor.locale,
            **command.scopes(),
        )
        .returning(Account.id)
    )
    values = {"name": command.name, "permissions": permissions, **command.scopes()}
    account_id: int = account.scalar_one()
    made = await work.session.execute(
        insert(ApiKey)
        .values(account_id=account_id, key_hash=command.secret_hash, created_at=work.now, **values)
        .returning(ApiKey.id)
    )
    api_key_id: int = made.scalar_one()
    after = {**values, "account_id": account_id}
    place = scope_place(command.site_ids, command.line_ids)
    note(work, "api_key.created", "api_key", api_key_id, place, after=after)
    return SecretMade(id=command.id, entity_id=api_key_id, secret_hash=command.secret_hash)


@operation("api_key.revoke", permission="api_key.manage")
async def revoke_api_key(work: Work, command: RevokeApiKey) -> ApiKeyAnswer:
    found = await work.session.execute(
        select(ApiKey.__table__).where(ApiKey.id == command.api_key_id).with_for_update(key_share=True)
    )
    key = found.one_or_none()
    if key is None or not reaches(work.actor, (), key):
        raise NotFound(kind="api_key", key=command.api_key_id)
    revoked_at = key.revoked_at or work.now
    await work.session.execute(update(ApiKey).where(ApiKey.id == key.id).values(revoked_at=revoked_at))
    note(
        work,
        "api_key.revoked",
        "api_key",
        key.id,
        scope_place(key.site_ids, key.line_ids),
        before={"revoked_at": stamp(key.revoked_at)},
        after={"revoked_at": stamp(revoked_at)},
        reason=command.reason,
    )
    return ApiKeyAnswer(id=command.id, api_key_id=key.id)
