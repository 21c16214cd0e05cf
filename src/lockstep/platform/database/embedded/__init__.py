# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL in a folder: started, watched over and stopped by us, without an installed server."""

from lockstep.platform.database.embedded.errors import EmbeddedServerError
from lockstep.platform.database.embedded.server import EmbeddedServer

__all__ = ["EmbeddedServer", "EmbeddedServerError"]
