# SPDX-License-Identifier: Apache-2.0
"""Passwords and PINs: argon2, in threads of their own so that neither the loop nor its other helpers wait."""

import asyncio
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash

_HASHER = PasswordHash.recommended()
AT_A_TIME = 2
"""Each takes 64 MiB, and strangers decide how often."""


async def hash_secret(secret: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_threads(os.getpid()), _HASHER.hash, secret)


async def matches(secret: str, stored: str | None) -> bool:
    """Takes as long when there is nothing to compare with, so that time does not tell which names exist."""
    return await asyncio.get_running_loop().run_in_executor(_threads(os.getpid()), _verify, secret, stored)


def _verify(secret: str, stored: str | None) -> bool:
    nobodys = _nobodys_hash()
    return _HASHER.verify(secret, stored or nobodys) and stored is not None


@cache
def _threads(process: int) -> ThreadPoolExecutor:
    """Threads do not survive a fork: a server process that inherited used ones would wait for ever."""
    return ThreadPoolExecutor(max_workers=AT_A_TIME, thread_name_prefix="password")


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))
