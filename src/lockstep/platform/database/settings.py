# SPDX-License-Identifier: Apache-2.0
"""Where this process finds its database and listens; all of it by `LOCKSTEP_*`."""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True, slots=True)
class Settings:
    data: Path
    database_url: str | None
    owner_url: str | None
    host: str
    port: int
    public_url: str | None


def read_settings() -> Settings:
    """`LOCKSTEP_DATABASE_URL` is the runtime role's; `LOCKSTEP_OWNER_URL` the migrating role's, if another."""
    database_url = os.environ.get("LOCKSTEP_DATABASE_URL")
    return Settings(
        data=Path(os.environ.get("LOCKSTEP_DATA", str(PROJECT / ".lockstep"))).absolute(),
        database_url=database_url,
        owner_url=os.environ.get("LOCKSTEP_OWNER_URL", database_url),
        host=os.environ.get("LOCKSTEP_HOST", "127.0.0.1"),
        port=int(os.environ.get("LOCKSTEP_PORT") or os.environ.get("PORT") or 8000),
        public_url=os.environ.get("LOCKSTEP_PUBLIC_URL"),
    )
