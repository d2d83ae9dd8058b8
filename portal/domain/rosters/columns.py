"""Which column is which: guessed from the words above it, always shown as a guess, never without being confirmed."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.core.language import _, lazy

NAME, FIRST, LAST, EMAIL, SIGN_IN, MAIL, ROLE = "name", "first", "last", "email", "sign_in", "mail", "role"
FIELDS: Mapping[str, str] = {
    NAME: lazy("Name"),
    FIRST: lazy("First name"),
    LAST: lazy("Last name"),
    EMAIL: lazy("E-mail"),
    SIGN_IN: lazy("Sign-in name"),
    MAIL: lazy("May be mailed"),
    ROLE: lazy("What they do here"),
}
_WORDS: Mapping[str, frozenset[str]] = {
    NAME: frozenset({"name", "full name", "client", "client name", "display name", "nom complet", "person", "who"}),
    FIRST: frozenset({"first name", "firstname", "first", "given name", "forename", "vorname", "prenom", "nombre"}),
    LAST: frozenset({"last name", "lastname", "last", "surname", "family name", "nachname", "familienname", "nom"}),
    EMAIL: frozenset(
        {
            "e mail",
            "email",
            "mail address",
            "email address",
            "e mail address",
            "e mail adresse",
            "mail adresse",
            "correo",
        }
    ),
    SIGN_IN: frozenset(
        {"sign in name", "sign in", "login", "user name", "username", "user", "benutzername", "anmeldename"}
    ),
    MAIL: frozenset(
        {"may be mailed", "mail", "mailing", "safe contact", "contact", "contact setting", "kontakt", "mail erlaubt"}
    ),
    ROLE: frozenset({"role", "what they do here", "type", "rolle", "aufgabe hier", "kind"}),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """What the columns seem to be. `twice`: two that seem to be the same; `unused`: those nothing is read from."""

    has_head: bool
    fields: tuple[str, ...]  # one for each column; "" where nothing is read from it
    twice: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def guess(first: Sequence[str], second: Sequence[str] = ()) -> Guess:
    """From the first row, and what stands below it.

    Args:
        first: cells of the first row.
        second: cells of the next one.
    """
    named = [_named(cell) for cell in first]
    if any(named):
        return _checked(True, named, first)
    sample = first if any("@" in cell for cell in first) else second
    address = next((at for at, cell in enumerate(sample) if "@" in cell), None)
    fields = ["" for _ in first]
    if address is not None:
        fields[address] = EMAIL
    other = next((at for at in range(len(fields)) if at != address), None)
    if other is not None:
        fields[other] = NAME
    return _checked(False, fields, [_("Column %(letter)s", letter=letter(at)) for at in range(len(first))])


def chosen(has_head: bool, fields: Sequence[str], first: Sequence[str]) -> Guess:  # noqa: FBT001 - a choice on the page
    """The same of what somebody has chosen."""
    heads = first if has_head else [_("Column %(letter)s", letter=letter(at)) for at in range(len(first))]
    return _checked(has_head, [field if field in FIELDS else "" for field in fields], heads)


def letter(at: int) -> str:
    """What a spreadsheet calls a column: A, B, ... Z, AA."""
    return (letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)  # noqa: PLR2004 - letters


def _checked(has_head: bool, fields: Sequence[str], heads: Sequence[str]) -> Guess:  # noqa: FBT001 - as above
    """The first of two that are the same counts; the other is named, and nothing is read from it."""
    kept: list[str] = []
    twice, unused = [], []
    for field, head in zip(fields, heads, strict=True):
        if field and field in kept:
            twice.append(head)
            kept.append("")
            continue
        kept.append(field)
        if not field and head.strip():
            unused.append(head)
    return Guess(has_head, tuple(kept), tuple(twice), tuple(unused))


def _named(cell: str) -> str:
    plain = unicodedata.normalize("NFKD", cell).encode("ascii", "ignore").decode().lower()
    words = " ".join(plain.replace("-", " ").replace("_", " ").replace("/", " ").split())
    return next((field for field, names in _WORDS.items() if words in names), "")
