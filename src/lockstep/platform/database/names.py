# SPDX-License-Identifier: Apache-2.0
"""Names in several languages, as a statement reads them."""

from typing import Any

from sqlalchemy import ColumnElement, func

from lockstep.kernel.names import FALLBACK


def name_in(locale: str, names: Any) -> ColumnElement[str]:
    """Of a column of names: what `local_name` says of a row."""
    return func.coalesce(*(func.nullif(names[wanted].astext, "") for wanted in (locale, *FALLBACK)))
