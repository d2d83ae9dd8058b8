"""The chain: one way to write a receipt down as bytes, and the hash that the next one holds."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

START = "0" * 64  # what the first receipt holds in place of a hash


def canonical(said: Mapping[str, Any]) -> bytes:
    """A receipt as the bytes that are hashed: JSON, keys in order, no spaces, UTF-8; it holds no fractions."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(said: Mapping[str, Any]) -> str:
    """SHA-256 of it, in hex."""
    return hashlib.sha256(canonical(said)).hexdigest()
