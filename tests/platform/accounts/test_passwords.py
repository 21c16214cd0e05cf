# SPDX-License-Identifier: Apache-2.0
import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from pwdlib import PasswordHash

from lockstep.platform.accounts import passwords

pytestmark = pytest.mark.anyio


async def test_what_the_product_stores_is_dear_to_guess(products_hasher: PasswordHash) -> None:
    hashed = products_hasher.hash("correct horse battery")
    cost = extract_parameters(hashed)
    assert cost.type is Type.ID
    assert cost.memory_cost >= 64 * 1024
    assert cost.time_cost >= 3
    assert await passwords.matches("correct horse battery", hashed)
    assert not await passwords.matches("correct horse", hashed)
