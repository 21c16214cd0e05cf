# SPDX-License-Identifier: Apache-2.0
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lockstep.platform.database.embedded import EmbeddedServer

STATE = Path(__file__).resolve().parents[1] / ".state"


@contextmanager
def scratch_server() -> Iterator[EmbeddedServer]:
    """A server that leaves nothing behind."""
    STATE.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=STATE))
    # As root the server runs as another account, which has to get in.
    folder.chmod(0o755)
    server = EmbeddedServer(folder, fast=True)
    try:
        server.start()
        yield server
    finally:
        server.destroy()
        shutil.rmtree(folder)
