"""Looking through the rows of a list before anything is made: ready, in need of a fix, or invited already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from portal.core import mail as post
from portal.core.actor import Role
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import accounts
from portal.domain.contact import Mode
from portal.domain.rosters import columns

_BOTH = (Role.THERAPIST, Role.ADMIN)
ROLES: Mapping[str, tuple[Role, ...]] = {
    **dict.fromkeys(("", "client", "klient", "klientin", "begleitete person", "cliente"), (Role.CLIENT,)),
    **dict.fromkeys(("therapist", "therapeut", "therapeutin", "fachperson", "terapeuta"), (Role.THERAPIST,)),
    **dict.fromkeys(("admin", "administrator", "practice admin", "verwaltung", "administración"), (Role.ADMIN,)),
    **dict.fromkeys(("therapist and admin", "therapist & admin", "therapist + admin", "therapist, admin"), _BOTH),
    **dict.fromkeys(("therapist/admin", "admin and therapist", "admin, therapist", "therapeut und verwaltung"), _BOTH),
    "fachperson und verwaltung": _BOTH,
    **dict.fromkeys(("officer", "recovery officer", "beauftragte person"), (Role.OFFICER,)),
}
MODES: Mapping[str, Mode] = {
    **dict.fromkeys(
        ("none", "no", "n", "printed", "slip", "no e-mail", "no mail", "don't e-mail", "-", "nein", "non"), Mode.NONE
    ),
    **dict.fromkeys(("yes", "y", "plain", "plain e-mail", "plain mail", "normal", "ja", "oui", "sí"), Mode.PLAIN),
}
TYPED = (columns.NAME, columns.SIGN_IN, columns.EMAIL, columns.MAIL, columns.ROLE)  # as a row has them
SHOWN = 60  # characters of what was found, in a sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was typed. `is_out`: whoever looked it through leaves it out."""

    number: int
    name: str = field(repr=False)
    sign_in: str = field(repr=False)
    email: str = field(repr=False)
    mail: str = ""
    role: str = ""
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """What a row needs before it can be used, with the field it belongs to."""

    where: str
    words: str = field(repr=False)


class Group(StrEnum):
    """Where a row stands."""

    READY = "ready"
    FIX = "needs a fix"
    ALREADY = "already invited by you"
    OUT = "left out"


@dataclass(frozen=True, slots=True)
class Checked:
    """A row and where it stands. `sign_in_name` and `address` are as they would be kept.

    `mode`: how they would be mailed, once whoever brought the list says that they have told the practice so.
    """

    row: Row
    group: Group
    fixes: tuple[Fix, ...] = ()
    sign_in_name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    mode: Mode = Mode.NONE
    roles: tuple[Role, ...] = (Role.CLIENT,)


def rows_from(table: Iterable[tuple[int, list[str]]], fields: Sequence[str]) -> list[Row]:
    """The rows by what their columns are."""
    found = []
    for number, cells in table:
        by_field = {name: cell for name, cell in zip(fields, cells, strict=True) if name}
        both = " ".join(filter(None, (by_field.get(columns.FIRST, ""), by_field.get(columns.LAST, ""))))
        name = by_field.get(columns.NAME) or both
        sign_in, email, mail, role = (by_field.get(each, "") for each in TYPED[1:])
        found.append(Row(number, name, sign_in, email, mail, role))
    return found


def check(rows: Iterable[Row], here: Mapping[str, bool], *, has_mail: bool, unsaid: Mode = Mode.NONE) -> list[Checked]:
    """Every row with what it needs.

    Args:
        rows: as typed.
        here: sign-in names of this practice that rows name as well; True for an open invitation of one's own.
        has_mail: whether anything can be mailed at all; else everybody gets a slip.
        unsaid: what an empty cell means to somebody with an address.
    """
    found: list[Checked] = []
    earlier: dict[str, int] = {}
    for row in rows:
        one = _checked(row, here, earlier, unsaid)
        one = one if has_mail else replace(one, mode=Mode.NONE)
        if one.group is Group.READY:
            earlier[one.sign_in_name] = row.number
        found.append(one)
    return found


def sign_in_of(row: Row) -> str:
    """What somebody would sign in with: as written, or else their address."""
    return accounts.folded(row.sign_in or row.email)


def _checked(row: Row, here: Mapping[str, bool], earlier: Mapping[str, int], unsaid: Mode) -> Checked:
    sign_in_name = sign_in_of(row)
    if row.is_out or here.get(sign_in_name):
        return Checked(row, Group.OUT if row.is_out else Group.ALREADY, sign_in_name=sign_in_name)
    roles, mode = ROLES.get(_plain(row.role).replace("-", " ")), _mode(row, unsaid)
    address = post.an_address(row.email) if row.email else ""
    fixes = [*_of_names(row, sign_in_name), *_of_others(sign_in_name, here, earlier), *_of_mail(row, address, mode)]
    if roles is None:
        words = _("Expected client, therapist, admin, therapist and admin, or recovery officer.")
        fixes.append(Fix(columns.ROLE, _as_found(words, row.role)))
    if fixes:
        return Checked(row, Group.FIX, tuple(fixes), sign_in_name)
    return Checked(row, Group.READY, (), sign_in_name, address or "", mode or Mode.NONE, roles or (Role.CLIENT,))


def _of_names(row: Row, sign_in_name: str) -> Iterable[Fix]:
    try:
        accounts.a_name("name", row.name)
    except Invalid as problem:
        yield Fix(columns.NAME, _as_found(str(problem), row.name))
    if not sign_in_name:
        yield Fix(columns.SIGN_IN, _("There is nothing to sign in with: no address, no name."))
        return
    try:
        accounts.a_sign_in_name(sign_in_name)
    except Invalid as problem:
        yield Fix(columns.SIGN_IN, _as_found(str(problem), row.sign_in))


def _of_others(sign_in_name: str, here: Mapping[str, bool], earlier: Mapping[str, int]) -> Iterable[Fix]:
    if sign_in_name in earlier:
        words = _("Row %(row)s signs in with the same. Two people need two sign-in names.", row=earlier[sign_in_name])
        yield Fix(columns.SIGN_IN, words)
    elif sign_in_name in here:
        yield Fix(columns.SIGN_IN, _("Somebody here signs in with this already. Choose another."))


def _of_mail(row: Row, address: str | None, mode: Mode | None) -> Iterable[Fix]:
    if address is None:
        yield Fix(columns.EMAIL, _as_found(_("Expected an address such as name@example.org."), row.email))
    if mode is None:
        yield Fix(columns.MAIL, _as_found(_("Expected yes or no."), row.mail))
    elif mode is not Mode.NONE and not row.email:
        yield Fix(columns.EMAIL, _("There is no address to mail to."))


def _mode(row: Row, unsaid: Mode) -> Mode | None:
    said = _plain(row.mail)
    if not said:
        return unsaid if row.email else Mode.NONE
    return MODES.get(said)


def _plain(typed: str) -> str:
    return " ".join(typed.casefold().split())


def _as_found(words: str, found: str) -> str:
    shown = found if len(found) <= SHOWN else f"{found[:SHOWN]}…"
    return f"{words} {_('Found: “%(words)s”', words=shown)}" if found else words


def changed(rows: Sequence[Row], edits: Mapping[int, Mapping[str, str]]) -> list[Row]:
    """The rows with what was mended in place; by number: fields, and "out" to leave one out."""
    return [_edited(row, edits[row.number]) if row.number in edits else row for row in rows]


def _edited(row: Row, edit: Mapping[str, str]) -> Row:
    name, sign_in, email, mail, role = (edit.get(each, getattr(row, each)).strip() for each in TYPED)
    return Row(row.number, name, sign_in, email, mail, role, bool(edit.get("out")))
