"""What a cookie of 32 random bytes stands for."""

import hashlib


def parts(cookie: bytes) -> tuple[bytes, bytes]:
    """The row's name and the key of its seal; neither tells the cookie or the other."""
    return hashlib.sha256(b"id" + cookie).digest(), hashlib.sha256(b"key" + cookie).digest()
