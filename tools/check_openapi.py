# SPDX-License-Identifier: Apache-2.0
"""The front end's types are those of the server: `--write` makes them so, otherwise a difference fails."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from lockstep.app.api import create_app
from lockstep.platform.database.engine import make_engine, make_sessions
from tools.build_web import WebBuild

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTION = ROOT / "web" / "src" / "api" / "openapi.json"


def description() -> str:
    # Never connected: the description needs the routes only.
    app = create_app(make_sessions(make_engine("postgresql+psycopg://")), lambda: datetime.now(UTC))
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main(write: bool) -> None:
    now = description()
    web = WebBuild(ROOT)
    if write:
        DESCRIPTION.write_text(now, encoding="utf-8")
        web.run_script("types", [])
        return
    if not DESCRIPTION.exists() or DESCRIPTION.read_text(encoding="utf-8") != now:
        raise SystemExit(f"{DESCRIPTION.relative_to(ROOT)} is not what the server says: run `make client`")
    web.run_script("types", ["--check"])
    print(f"{len(json.loads(now)['paths'])} paths, client up to date")


if __name__ == "__main__":
    main(write="--write" in sys.argv[1:])
