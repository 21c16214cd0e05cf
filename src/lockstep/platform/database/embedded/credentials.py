# SPDX-License-Identifier: Apache-2.0
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from lockstep.platform.database.embedded.account import Account
from lockstep.platform.database.embedded.errors import EmbeddedServerError

SUPERUSER = "postgres"
OWNER = "lockstep_owner"
RUNTIME = "lockstep_runtime"


@dataclass(frozen=True)
class Credentials:
    """Passwords of the three roles: the superuser makes databases, the owner migrates, the runtime works."""

    superuser: str
    owner: str
    runtime: str


def read(home: Path) -> Credentials:
    try:
        return Credentials(**json.loads((home / "credentials.json").read_text()))
    except FileNotFoundError:
        raise EmbeddedServerError(f"{home} holds no credentials.json: the server was never started") from None
    except PermissionError:
        raise EmbeddedServerError(f"{home} belongs to another user: run as that user, or as root") from None


def create(home: Path, account: Account) -> Credentials:
    made = Credentials(*(secrets.token_urlsafe(24) for _ in range(3)))
    account.write_private_file(home / "credentials.json", json.dumps(asdict(made), indent=1))
    return made
