# SPDX-License-Identifier: Apache-2.0
"""The system account that runs the server: ourselves, or as root (PostgreSQL refuses root) another one."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lockstep.platform.database.embedded.errors import EmbeddedServerError

SERVICE_NAME = "lockstep"
# Only where the machine lets us create no account (read-only /etc): somebody without rights who exists.
_SUBSTITUTES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def run(
        self, command: Sequence[str | Path], *, cwd: Path, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Runs to the end with a bare environment: PG* variables of the caller must not steer the server."""
        return subprocess.run(  # noqa: S603 - our own programs, no shell
            [str(part) for part in command],
            cwd=cwd,
            timeout=timeout,
            user=self.uid if self.is_other else None,
            group=self.gid if self.is_other else None,
            extra_groups=[] if self.is_other else None,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "HOME": str(cwd)},
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )

    def reaches(self, folder: Path) -> bool:
        if not self.is_other:
            return os.access(folder, os.X_OK)
        return self.run(["test", "-x", folder], cwd=Path("/")).returncode == 0

    def own(self, path: Path) -> None:
        if self.is_other:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def own_tree(self, folder: Path) -> None:
        for parent, _, files in os.walk(folder):
            self.own(Path(parent))
            for name in files:
                self.own(Path(parent, name))

    def make_private_folder(self, folder: Path) -> None:
        """Creates it or checks it: an existing folder of somebody else is never taken over."""
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = folder.lstat().st_uid
        if folder.is_symlink() or owner not in (self.uid, os.geteuid()):
            raise EmbeddedServerError(f"{folder} belongs to uid {owner}: run as that user, or as root")
        self.own(folder)
        folder.chmod(0o700)

    def write_private_file(self, path: Path, text: str) -> None:
        """Whole or not at all, readable by the account alone."""
        building = path.with_name(path.name + ".new")
        building.unlink(missing_ok=True)
        with os.fdopen(os.open(building, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        self.own(building)
        building.rename(path)


def ourselves() -> Account:
    return Account(os.geteuid(), os.getegid())


def service_account() -> Account:
    """As root: an account of our own, made on first use."""
    found = _lookup(SERVICE_NAME)
    if found is None and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")):
        # Its outcome does not matter: another process may have been first, or /etc is read-only.
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command = [useradd, *options, "--shell", "/usr/sbin/nologin", SERVICE_NAME]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - fixed arguments
    for name in (SERVICE_NAME, *_SUBSTITUTES):
        if account := _lookup(name):
            return account
    raise EmbeddedServerError(
        f"PostgreSQL does not run as root and no other account exists: create one (useradd -r {SERVICE_NAME})"
    )


def _lookup(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid) if entry.pw_uid != 0 else None
