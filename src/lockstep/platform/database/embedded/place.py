# SPDX-License-Identifier: Apache-2.0
"""Where a server's files lie and which account owns them."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lockstep.platform.database.embedded.account import Account, ourselves, service_account
from lockstep.platform.database.embedded.binaries import MAJOR
from lockstep.platform.database.embedded.errors import EmbeddedServerError

FALLBACK_ROOT = Path("/var/lib/lockstep")
# sockaddr_un.sun_path holds 108 bytes with its final zero.
_SOCKET_PATH_LIMIT = 107
_SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    home: Path
    account: Account

    @property
    def data(self) -> Path:
        """Named by major version: a later major gets a folder of its own beside it, filled by pg_upgrade."""
        return self.home / f"data-{MAJOR}"

    @property
    def socket_folder(self) -> Path:
        inside = self.home / "run"
        if len(os.fsencode(inside / _SOCKET_NAME)) <= _SOCKET_PATH_LIMIT:
            return inside
        return Path(tempfile.gettempdir(), f"lockstep-{self.account.uid}-{_fingerprint(self.home)}")

    @property
    def socket_files(self) -> tuple[Path, Path]:
        return self.socket_folder / _SOCKET_NAME, self.socket_folder / f"{_SOCKET_NAME}.lock"

    def prepare(self) -> None:
        self.account.make_private_folder(self.home)
        self.account.make_private_folder(self.socket_folder)


def locate(folder: Path) -> Place:
    folder = folder.resolve()
    inside = folder / "postgres"
    if os.geteuid() != 0:
        folder.mkdir(parents=True, exist_ok=True)
        return Place(inside, ourselves())
    fallback = FALLBACK_ROOT / _fingerprint(folder)
    for home in (inside, fallback):
        if (home / f"data-{MAJOR}").exists():
            return _existing(home)
    account = service_account()
    folder.mkdir(parents=True, exist_ok=True)
    if account.reaches(folder) and _can_give(folder, account):
        return Place(inside, account)
    FALLBACK_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
    if not account.reaches(FALLBACK_ROOT):
        raise EmbeddedServerError(f"uid {account.uid} reaches neither {folder} nor {FALLBACK_ROOT}")
    return Place(fallback, account)


def _existing(home: Path) -> Place:
    """Data is served by whoever owns it, be it our account or the ordinary user who began here."""
    status = (home / f"data-{MAJOR}").stat()
    if status.st_uid != 0:
        return Place(home, Account(status.st_uid, status.st_gid))
    # A copy made by root lost its owner; PostgreSQL refuses root and data of others.
    account = service_account()
    account.own_tree(home)
    return Place(home, account)


def _can_give(folder: Path, account: Account) -> bool:
    """Some mounts do not let even root give a file away."""
    with tempfile.TemporaryDirectory(dir=folder) as probe:
        try:
            account.own(Path(probe))
        except OSError:
            return False
    return True


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
