# SPDX-License-Identifier: Apache-2.0
"""Managing accounts, roles, terminals and keys; reading the audit trail."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from lockstep.kernel.qr import drawn
from lockstep.kernel.types import At, Id, Text
from lockstep.platform.accounts import queries, role_queries
from lockstep.platform.accounts.audit_list import audit_entries, audit_filters
from lockstep.platform.accounts.authentication import Signed
from lockstep.platform.accounts.operations import accounts, api_keys, credentials, devices, posts, roles, sessions
from lockstep.platform.accounts.review import access_review
from lockstep.platform.accounts.schemas import answers, commands
from lockstep.platform.accounts.why import why
from lockstep.platform.commands.context import Context
from lockstep.platform.commands.operation import Operation

router = APIRouter(tags=["accounts"])

PathId = Annotated[Id, Path()]
Filter = Annotated[Text | None, Query(max_length=200)]


@router.get("/accounts")
async def list_accounts(
    context: Signed,
    search: Filter = None,
    cursor: Filter = None,
    state: queries.State | None = None,
    role: Filter = None,
) -> answers.AccountPage:
    return await context.read(queries.accounts, search=search, cursor=cursor, state=state, role=role)


@router.get("/accounts/locked")
async def list_locked(context: Signed) -> list[answers.LockedAccount]:
    return await context.read(queries.locked_accounts)


@router.get("/accounts/review")
async def review(context: Signed) -> answers.AccessReview:
    return await context.read(access_review)


@router.get("/accounts/{account_id}")
async def show_account(context: Signed, account_id: PathId) -> answers.AccountDetail:
    return await context.read(queries.account, account_id=account_id)


@router.get("/accounts/{account_id}/why")
async def explain(context: Signed, account_id: PathId, permission: commands.Permission) -> answers.Why:
    return await context.read(why, account_id=account_id, permission=permission)


@router.post("/accounts/create", response_model=answers.AccountAnswer)
async def create_account(context: Signed, command: commands.CreateAccount) -> Any:
    return await context.run(accounts.create_account, command)


@router.post("/accounts/change", response_model=answers.AccountAnswer)
async def change_account(context: Signed, command: commands.ChangeAccount) -> Any:
    return await context.run(accounts.change_account, command)


@router.post("/accounts/set-password", response_model=answers.AccountAnswer)
async def set_password(context: Signed, command: commands.SetPassword) -> Any:
    return await context.run(credentials.set_password, command)


@router.post("/accounts/set-pin", response_model=answers.AccountAnswer)
async def set_pin(context: Signed, command: commands.SetPin) -> Any:
    return await context.run(credentials.set_pin, command)


@router.post("/accounts/issue-badge")
async def issue_badge(context: Signed, command: commands.IssueBadge) -> answers.SecretShown:
    return await _run_with_secret(context, credentials.issue_badge, command)


@router.post("/accounts/revoke-badge", response_model=answers.AccountAnswer)
async def revoke_badge(context: Signed, command: commands.RevokeBadge) -> Any:
    return await context.run(credentials.revoke_badge, command)


@router.post("/accounts/end-sessions", response_model=answers.SessionsEnded)
async def end_sessions(context: Signed, command: commands.EndSessions) -> Any:
    return await context.run(sessions.end_open_sessions, command)


@router.post("/accounts/plan-post", response_model=answers.PostAnswer)
async def plan_post(context: Signed, command: commands.PlanPost) -> Any:
    return await context.run(posts.plan_post, command)


@router.post("/accounts/end-post", response_model=answers.PostAnswer)
async def end_post(context: Signed, command: commands.EndPost) -> Any:
    return await context.run(posts.end_post, command)


@router.post("/accounts/deactivate", response_model=answers.AccountAnswer)
async def deactivate(context: Signed, command: commands.DeactivateAccount) -> Any:
    return await context.run(accounts.deactivate, command)


@router.post("/accounts/reactivate", response_model=answers.AccountAnswer)
async def reactivate(context: Signed, command: commands.ReactivateAccount) -> Any:
    return await context.run(accounts.reactivate, command)


@router.post("/accounts/unlock", response_model=answers.AccountAnswer)
async def unlock(context: Signed, command: commands.UnlockAccount) -> Any:
    return await context.run(accounts.unlock, command)


@router.post("/me/locale", response_model=answers.LocaleAnswer)
async def set_locale(context: Signed, command: commands.SetLocale) -> Any:
    return await context.run(accounts.set_locale, command)


@router.get("/roles")
async def list_roles(context: Signed) -> answers.Roles:
    return await context.read(role_queries.roles)


@router.get("/rights")
async def list_rights(context: Signed) -> list[answers.RightGroup]:
    return await context.read(role_queries.rights)


@router.get("/roles/matrix")
async def show_matrix(context: Signed) -> answers.Roles:
    return await context.read(role_queries.matrix)


@router.post("/roles/create", response_model=answers.RoleAnswer)
async def create_role(context: Signed, command: commands.CreateRole) -> Any:
    return await context.run(roles.create_role, command)


@router.post("/roles/delete", response_model=answers.RoleAnswer)
async def delete_role(context: Signed, command: commands.DeleteRole) -> Any:
    return await context.run(roles.delete_role, command)


@router.post("/roles/change", response_model=answers.RoleAnswer)
async def change_role(context: Signed, command: commands.ChangeRole) -> Any:
    return await context.run(roles.change_role, command)


@router.get("/devices")
async def list_devices(context: Signed) -> list[answers.DeviceShown]:
    return await context.read(queries.devices)


@router.post("/devices/create-code")
async def create_device_code(context: Signed, command: commands.CreateDeviceCode) -> answers.SecretShown:
    return await _run_with_secret(context, devices.create_device_code, command)


@router.post("/devices/revoke", response_model=answers.DeviceAnswer)
async def revoke_device(context: Signed, command: commands.RevokeDevice) -> Any:
    return await context.run(devices.revoke_device, command)


@router.get("/api-keys")
async def list_api_keys(context: Signed) -> list[answers.ApiKeyShown]:
    return await context.read(queries.api_keys)


@router.post("/api-keys/create")
async def create_api_key(context: Signed, command: commands.CreateApiKey) -> answers.SecretShown:
    return await _run_with_secret(context, api_keys.create_api_key, command)


@router.post("/api-keys/revoke", response_model=answers.ApiKeyAnswer)
async def revoke_api_key(context: Signed, command: commands.RevokeApiKey) -> Any:
    return await context.run(api_keys.revoke_api_key, command)


@router.get("/audit", tags=["audit"])
async def list_audit(
    context: Signed,
    cursor: Id | None = None,
    actor: Id | None = None,
    operation: Filter = None,
    entity: Filter = None,
    since: Annotated[At | None, Query(alias="from")] = None,
    until: Annotated[At | None, Query(alias="to")] = None,
) -> answers.AuditPage:
    return await context.read(
        audit_entries,
        cursor=cursor,
        actor=actor,
        operation=operation,
        entity=entity,
        since=since,
        until=until,
    )


@router.get("/audit/filters", tags=["audit"])
async def list_audit_filters(context: Signed) -> answers.AuditFilters:
    return await context.read(audit_filters)


async def _run_with_secret(
    context: Context, op: Operation[Any, Any], command: commands.WithSecret
) -> answers.SecretShown:
    """Only the command that was carried out shows its secret; sent again, it has drawn another one."""
    made = answers.SecretMade.model_validate(await context.run(op, command))
    secret = command.secret if made.secret_hash == command.secret_hash else None
    code = None if secret is None else drawn(secret)
    shown = {"id": made.id, "entity_id": made.entity_id, "expires_at": made.expires_at}
    return answers.SecretShown(**shown, secret=secret, code=code)
