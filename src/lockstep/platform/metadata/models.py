# SPDX-License-Identifier: Apache-2.0
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column


class Status(StrEnum):
    """The life of a record. A draft is not offered anywhere; a retired one only where it was used before."""

    DRAFT = "draft"
    RELEASED = "released"
    RETIRED = "retired"


class Record:
    """Columns of everything a plant sets up: its life, its revision, and the text that a search looks through.

    `version` counts every change and guards edits; `revision` counts what changed after the release.
    """

    status: Mapped[str] = mapped_column(server_default=Status.RELEASED.value)
    revision: Mapped[int] = mapped_column(server_default="1")
    version: Mapped[int] = mapped_column(server_default="1")
    search: Mapped[str] = mapped_column(server_default="")
