"""The only file that imports pikepdf: a copy of a finished PDF that opens with a password."""

import io

LONGEST = 127  # bytes of a password in UTF-8 (ISO 32000-2, 7.6.4.3.3)


def lock(pdf: bytes, password: str) -> bytes:
    """The same pages, encrypted with AES-256 (revision 6); its metadata too. Tags and fonts stay as they are.

    Args:
        pdf: a finished document.
        password: at most `LONGEST` bytes; it opens the copy with every right, as no other one is kept.

    Returns:
        The copy. Two copies with the same password are not alike: each has a key of its own.
    """
    import pikepdf  # noqa: PLC0415  few requests need it, and each process would carry it

    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(made, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    return made.getvalue()
