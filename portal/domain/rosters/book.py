"""A list of people on its way in: read, its columns chosen, mended row by row. Sealed to the admin who brought it."""

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from portal.core.actor import STAFF, Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.core.language import _, lazy
from portal.core.parts import parts
from portal.domain import mail, vault
from portal.domain.access import readable
from portal.domain.contact import Mode
from portal.domain.rosters import checking, columns, reading
from portal.domain.rosters.cards import KIND, Stage, held
from portal.domain.rosters.checking import Checked, Group, Row
from portal.domain.rosters.columns import Guess
from portal.domain.rosters.reading import Broken
from portal.models.people import Invitation, Person
from portal.models.rosters import Roster

KEPT = timedelta(days=7)  # how long names and codes of what was prepared stay
ELSEWHERE = lazy("This list was changed in another window meanwhile. Look at it as it is now, and go on from there.")
_CHUNK = 500  # names in one statement


@dataclass(frozen=True, slots=True)
class Columns:
    """What is asked first: how the list is written and which column is which, guessed; with its first rows."""

    encoding: str
    separator: str
    guess: Guess
    heads: tuple[str, ...] = field(repr=False)
    sample: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)
    count: int
    broken: tuple[Broken, ...] = field(repr=False)

    @property
    def sample_rows(self) -> list[list[object]]:
        return [[number, *cells] for number, cells in self.sample]


@dataclass(frozen=True, slots=True)
class Looked:
    """A list as it was looked through: every row with where it stands."""

    rows: tuple[Checked, ...] = field(repr=False)
    broken: tuple[Broken, ...] = field(repr=False)
    twice: tuple[str, ...] = field(repr=False)
    unused: tuple[str, ...] = field(repr=False)

    @property
    def broken_rows(self) -> list[tuple[int, str]]:
        return [(one.number, one.why) for one in self.broken]

    def of(self, group: Group) -> list[Checked]:
        return [one for one in self.rows if one.group is group]


def take(admin: Actor, data: bytes, roster_id: UUID) -> UUID:
    """Read a list and keep it, sealed, until its columns are chosen. Nobody is invited yet.

    Args:
        admin: who brings it, with keys.
        data: the file, or what was pasted.
        roster_id: made when the form was shown; sent twice, it is one.

    Raises:
        Invalid: on `file`: it cannot be read, or is too large; the sentence says what to do.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    if db.session.scalar(readable(Roster, admin).where(Roster.id == roster_id)):
        return roster_id
    text, encoding = reading.decoded(data)
    table = reading.table(text, encoding)
    first, second = table.rows[0][1], table.rows[1][1] if len(table.rows) > 1 else ()
    guess = columns.guess(first, second)
    row = Roster(id=roster_id, practice_id=admin.practice_id, person_id=admin.person_id, stage=Stage.COLUMNS)
    if not add_new(row):
        return roster_id  # sent twice at the same moment; were it somebody else's, its page would not be found
    raw = base64.b85encode(data).decode()
    _keep(admin, row, _as_written(raw, encoding, table.separator, guess))
    return roster_id


def columns_of(admin: Actor, roster_id: UUID) -> Columns:
    """What is asked first. Raises NotFound: no such list, or it is further on."""
    row = held(admin, roster_id, Stage.COLUMNS, lock=False)
    return _columns(_words(admin, row))


def choose(  # noqa: PLR0913, PLR0917 - what the form asks
    admin: Actor,
    roster_id: UUID,
    version: int,
    encoding: str,
    separator: str,
    has_head: bool,  # noqa: FBT001 - a choice on the page
    fields: Sequence[str],
) -> bool:
    """Say how the list is written and which column is which.

    Returns:
        whether the rows were taken over; not, when encoding or separator changed: there are other columns now.

    Raises:
        NotFound: no such list of theirs, or it is further on.
        Invalid: on `file`, `encoding`, `columns` or `version`.
    """
    row = held(admin, roster_id, Stage.COLUMNS)
    said = _words(admin, row)
    _same(row, version)
    text, encoding = reading.decoded(base64.b85decode(said["raw"]), encoding)
    table = reading.table(text, encoding, separator)
    first = table.rows[0][1]
    if (encoding, table.separator) != (said["encoding"], said["separator"]):
        guess = columns.guess(first, table.rows[1][1] if len(table.rows) > 1 else ())
        _keep(admin, row, _as_written(said["raw"], encoding, table.separator, guess))
        return False
    guess = columns.chosen(has_head, [*fields, *[""] * len(first)][: len(first)], first)
    if not {columns.NAME, columns.FIRST, columns.LAST}.intersection(guess.fields):
        raise Invalid("columns", _("Choose the column with the names."))
    if not {columns.EMAIL, columns.SIGN_IN}.intersection(guess.fields):
        raise Invalid("columns", _("Choose the column with the addresses, or the one with sign-in names."))
    rows = checking.rows_from(table.rows[1:] if has_head else table.rows, guess.fields)
    if not rows:
        raise Invalid("columns", _("Below the names of the columns there is no row."))
    row.stage = Stage.ROWS
    about: dict[str, Any] = {"twice": guess.twice, "unused": guess.unused}
    about["broken"] = [astuple(one) for one in table.broken]
    about["unsaid"] = Mode.NONE if columns.MAIL in guess.fields else Mode.PLAIN  # what an empty cell means
    _keep(admin, row, {**about, "seed": secrets.token_hex(32), "rows": [astuple(each) for each in rows]})
    return True


def looked(admin: Actor, roster_id: UUID) -> Looked:
    """The list as it stands, looked through anew: who is here already may have changed.

    Raises:
        NotFound: no such list of theirs, its columns are not chosen yet, or its words are gone.
    """
    row = held(admin, roster_id, lock=False)
    return look_through(admin, _words(admin, row))


def has_staff(admin: Actor, roster_id: UUID) -> bool:
    """Whether this list invites somebody who works here. One that was prepared already invites nobody more."""
    row = held(admin, roster_id, lock=False)
    return row.stage == Stage.ROWS and any(
        STAFF.intersection(one.roles) for one in looked(admin, roster_id).of(Group.READY)
    )


def mend(admin: Actor, roster_id: UUID, version: int, edits: Mapping[int, Mapping[str, str]]) -> None:
    """Keep what was mended in place.

    Args:
        admin: who brought the list, with keys.
        roster_id: which.
        version: of the list that was on the page.
        edits: by row number, fields as they were typed; "out" leaves the row out.

    Raises:
        NotFound: no such list of theirs, or it was prepared already.
        Invalid: on `version`: another window was quicker.
    """
    row = held(admin, roster_id, Stage.ROWS)
    said = _words(admin, row)
    _same(row, version)
    rows = checking.changed(rows_of(said), edits)
    _keep(admin, row, {**said, "rows": [astuple(each) for each in rows]})


# ------------------------------------------------------------------ rows


def words_of(admin: Actor, row: Roster) -> dict[str, Any]:
    """What the list holds; raises NotFound when it is gone."""
    return _words(admin, row)


def rows_of(said: Mapping[str, Any]) -> list[Row]:
    return [Row(*each) for each in said.get("rows", ())]


def look_through(admin: Actor, said: Mapping[str, Any]) -> Looked:
    rows = rows_of(said)
    if not rows:
        raise NotFound
    here, unsaid = _here(admin, {checking.sign_in_of(row) for row in rows}), Mode(said["unsaid"])
    found = checking.check(rows, here, has_mail=mail.is_set(), unsaid=unsaid)
    broken = tuple(Broken(*each) for each in said["broken"])
    return Looked(tuple(found), broken, tuple(said["twice"]), tuple(said["unused"]))


def _words(admin: Actor, row: Roster) -> dict[str, Any]:
    kept = vault.latest_readable(admin.unlocked(), [row.id]).get(row.id)
    if kept is None:
        raise NotFound(row.id)
    found: dict[str, Any] = json.loads(kept.data)
    return found


def _keep(admin: Actor, row: Roster, said: Mapping[str, Any]) -> None:
    row.version += 1
    keys = admin.unlocked()
    vault.drop(keys, row.id)
    vault.write(keys, KIND, json.dumps(said, ensure_ascii=False).encode(), row.id, row.version)
    db.session.flush()


def _same(row: Roster, version: int) -> None:
    if row.version != version:
        raise Invalid("version", ELSEWHERE)


def _as_written(raw: str, encoding: str, separator: str, guess: Guess) -> dict[str, Any]:
    return {"raw": raw, "encoding": encoding, "separator": separator, "guess": asdict(guess)}


def _columns(said: Mapping[str, Any]) -> Columns:
    text, encoding = reading.decoded(base64.b85decode(said["raw"]), said["encoding"])
    table = reading.table(text, encoding, said["separator"])
    kept = said["guess"]
    guess = Guess(kept["has_head"], tuple(kept["fields"]), tuple(kept["twice"]), tuple(kept["unused"]))
    first = table.rows[0][1]
    heads = tuple(
        first if guess.has_head else (_("Column %(letter)s", letter=columns.letter(at)) for at in range(len(first)))
    )
    below = table.rows[1:] if guess.has_head else table.rows
    sample = tuple((number, tuple(cells)) for number, cells in below[:3])
    return Columns(encoding, table.separator, guess, heads, sample, len(below), tuple(table.broken))


def _here(admin: Actor, names: set[str]) -> dict[str, bool]:
    """Which of these sign-in names are in use here, and whether that is an open invitation of one's own."""
    found: dict[str, bool] = {}
    wanted = sorted(names - {""})
    for some in parts(wanted, _CHUNK):
        people = readable(Person, admin).where(Person.sign_in_name.in_(some))
        mine = (Invitation.person_id == Person.id) & (Invitation.made_by == admin.person_id)
        query = people.outerjoin(Invitation, mine).with_only_columns(
            Person.sign_in_name, Person.joined_at, Invitation.id
        )
        for name, joined_at, invitation_id in db.session.execute(query):
            found[name] = joined_at is None and invitation_id is not None
    return found
