# SPDX-License-Identifier: Apache-2.0


class EmbeddedServerError(RuntimeError):
    """The embedded PostgreSQL cannot be started, reached or stopped; the message says what to do."""
