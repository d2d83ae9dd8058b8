"""How an invitation is known in the table: by a hash of its link's token."""

import hashlib


def hash_of(token: str) -> bytes:
    """Names the row without telling the token; 256 random bits need no slow hash."""
    return hashlib.sha256(b"invitation" + token.encode(errors="replace")).digest()
