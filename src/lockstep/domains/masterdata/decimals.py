# SPDX-License-Identifier: Apache-2.0
"""How finely a product is counted. Every quantity that somebody states is checked by this."""

from lockstep.kernel.errors import LockstepError
from lockstep.kernel.qty import Qty, show_qty

STORED_DECIMALS = 4


class DecimalsNotAllowed(LockstepError):
    code = "decimals_not_allowed"
    status = 422
    message = "{quantity} has more decimals than {unit} allows ({decimals})."


def check_decimals(unit: str, decimals: int, *quantities: Qty | None) -> None:
    for quantity in quantities:
        if quantity is not None and quantity % 10 ** (STORED_DECIMALS - decimals):
            raise DecimalsNotAllowed(quantity=show_qty(quantity), unit=unit, decimals=decimals)
