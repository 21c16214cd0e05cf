# SPDX-License-Identifier: Apache-2.0
"""Random secrets: only their hash is stored. They are long, so a plain hash is enough."""

import base64
import hashlib
import secrets

API_KEY_PREFIX = "ls_"
BADGE_PREFIX = "LB"
"""By this a scanner knows a badge from an order, lot or station."""

_LEGIBLE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U: an administrator reads the code aloud and somebody types it on a terminal."""
_MISREAD = str.maketrans("OIL", "011")
_DEVICE_CODE_LENGTH = 8


def new_token() -> str:
    """256 bits, for a cookie."""
    return secrets.token_urlsafe(32)


def new_api_key() -> str:
    return API_KEY_PREFIX + secrets.token_urlsafe(32)


def new_badge() -> str:
    """128 bits, in letters that a QR code packs tightly."""
    return BADGE_PREFIX + base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=")


def new_device_code() -> str:
    code = "".join(secrets.choice(_LEGIBLE) for _ in range(_DEVICE_CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def read_badge(scanned: str) -> str:
    """A label carries the bare code or an address that ends in it."""
    return scanned.strip().rstrip("/").rpartition("/")[2].upper()


def read_device_code(typed: str) -> str:
    return "".join(typed.upper().split()).replace("-", "").translate(_MISREAD)


def token_hash(token: str) -> str:
    return hashlib.sha256(_bytes(token)).hexdigest()


def same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return secrets.compare_digest(_bytes(one), _bytes(other))


def _bytes(token: str) -> bytes:
    return token.encode("utf-8", "surrogatepass")
