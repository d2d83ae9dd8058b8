"""A practice's own words on the pages where clients agree to something: versions are added, and never changed.

What the law and our promises need stands on each of these pages whatever a practice writes: who gives, who gets, what
of it, what for, until when, how to stop (42 CFR 2.31), in words that tests hold to what happens. A practice adds its
own below, in each of its languages; whoever reads another one reads the words in the first that has some. A consent
keeps the id of the version that stood there; a newer one asks nobody again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.language import _, installed, spoken
from portal.core.text import taken
from portal.domain import settings
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.models.people import Person
from portal.models.wordings import Agreement
from portal.models.wordings import Wording as Row

JOINING, SHARING = "joining", "sharing"
LONGEST = {JOINING: 6_000, SHARING: 600}  # characters
PLUS = "+"  # between the id of our words and that of the practice's


@dataclass(frozen=True, slots=True)
class Version:
    """One version of what a practice says on a page. `lines`: each a paragraph of its own."""

    id: UUID
    page: str
    language: str
    number: int
    words: str
    written_at: datetime

    @property
    def lines(self) -> tuple[str, ...]:
        return lines_of(self.words)


@dataclass(frozen=True, slots=True)
class Written:
    """A version with the name of whoever wrote it, for the office."""

    version: Version
    by: str


def lines_of(words: str) -> tuple[str, ...]:
    """The paragraphs of it, without empty ones."""
    return tuple(filter(None, (line.strip() for line in words.split("\n"))))


def versions(admin: Actor, page: str, language: str) -> list[Written]:
    """All versions of a page in one language, newest first.

    Raises:
        NotFound: a practice words no such page, or Harbour speaks no such language.
    """
    _known(page, language)
    query = readable(Row, admin).join(Person, Person.id == Row.written_by_id).add_columns(Person.name)
    query = query.where(Row.page == page, Row.language == language).order_by(Row.number.desc())
    return [Written(_plain(row), name) for row, name in db.session.execute(query)]


def in_each(admin: Actor, page: str) -> dict[str, Version | None]:
    """What stands on a page in each language of the practice, its own first; None where it says nothing of its own.

    A language that the practice has put away is there, behind the others, as long as there are words in it.
    """
    found = _with_words(admin, page)
    offered = [language for language in settings.here().languages if language in installed()]
    return {language: found.get(language) for language in (*offered, *sorted(found.keys() - set(offered)))}


def write(admin: Actor, page: str, language: str, words: str, seen: int) -> Version | None:
    """Add a version in one language; the same words again are none.

    Args:
        admin: who writes.
        page: JOINING or SHARING.
        language: they are in; one that Harbour speaks.
        words: the practice's own; empty: it adds nothing in this language from now on.
        seen: number of the version in this language that was on the page; 0 where there was none.

    Returns:
        what stands there in this language now; None when the practice has never said anything in it.

    Raises:
        Conflict: another admin has added one in this language since.
        Invalid: on `words`.
        NotFound: a practice words no such page, or Harbour speaks no such language.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    _known(page, language)
    words = taken("words", words, LONGEST[page], _("Shorter is read more often."))
    before = _newest(admin, page, language)
    if (before.number if before else 0) != seen:
        raise Conflict
    if words == (before.words if before else ""):
        return before
    row = Row(
        practice_id=admin.practice_id,
        page=page,
        language=language,
        number=seen + 1,
        words=words,
        written_by_id=admin.person_id,
    )
    if not add_new(row):
        raise Conflict
    record(admin, Event.WORDING_ADDED, row.id, number=row.number)
    return _plain(row)


def standing(actor: Actor, page: str) -> Version | None:
    """What the practice says on this page now, for whoever is answered; None when it adds nothing in any language."""
    found = _with_words(actor, page)
    return found.get(spoken()) or instead(found, spoken())


def instead(found: Mapping[str, Version | None], language: str) -> Version | None:
    """What stands there where nothing is said in this language: in the practice's first one that has words.

    Where only a language has some that the practice has put away, it is that one: the words are still the practice's.
    """
    others = {one.language: one for one in found.values() if one and one.language != language}
    first = next((others[each] for each in settings.here().languages if each in others), None)
    return first or max(others.values(), key=lambda one: one.written_at, default=None)


def seen(actor: Actor, version_id: UUID | None, page: str) -> Version | None:
    """The version that was on the page somebody read, in whatever language; None where there was none.

    What stands there by now, and what language they have chosen since, makes no difference.

    Raises:
        NotFound: no such version of this page.
    """
    if version_id is None:
        return None
    row = db.session.scalar(readable(Row, actor).where(Row.id == version_id, Row.page == page))
    if row is None:
        raise NotFound(version_id)
    return _plain(row)


def with_own(ours: str, own: Version | None) -> str:
    """The id of all words of a page together: ours, and the practice's below."""
    return f"{ours}{PLUS}{own.id}" if own else ours


def parted(wording: str) -> tuple[str, tuple[str, ...], str]:
    """The id of our words; the practice's own that stood below them, and their language: for a receipt."""
    ours, _, own = wording.partition(PLUS)
    query = select(Row.words, Row.language)
    words, language = (db.session.execute(query.where(Row.id == UUID(own))).one_or_none() if own else None) or ("", "")
    return ours, lines_of(words), language


# ------------------------------------------------------------------ on joining


def ask_at_joining(client: Actor) -> None:
    """Somebody has just joined: they are asked whether the practice may keep what is theirs."""
    db.session.add(Agreement(practice_id=client.practice_id, client_id=client.person_id))
    db.session.flush()


def is_asked(client: Actor) -> bool:
    """Whether this client was asked and has not answered yet. Nobody who joined before there was a question is."""
    mine = readable(Agreement, client).where(Agreement.agreed_at.is_(None))
    return client.role is Role.CLIENT and db.session.scalar(mine) is not None


def agree(client: Actor, wording: str) -> bool:
    """They agree, under these words. Twice is once.

    Returns:
        whether it was now, so that there is something to write a receipt of.
    """
    mine = writable(Agreement, client).where(Agreement.agreed_at.is_(None)).with_for_update()
    row = db.session.scalar(mine)
    if row is None:
        return False
    row.agreed_at, row.wording = now(), wording
    db.session.flush()
    record(client, Event.AGREED, client.person_id, client.person_id)
    return True


def _newest(actor: Actor, page: str, language: str) -> Version | None:
    query = readable(Row, actor).where(Row.page == page, Row.language == language)
    row = db.session.scalar(query.order_by(Row.number.desc()).limit(1))
    return _plain(row) if row else None


def _with_words(actor: Actor, page: str) -> dict[str, Version]:
    """The newest of each language that says anything, in one question."""
    one = aliased(Row)
    same = one.practice_id == Row.practice_id, one.page == Row.page, one.language == Row.language
    newest = select(func.max(one.number)).where(*same).scalar_subquery()
    query = readable(Row, actor).where(Row.page == page, Row.number == newest, Row.words != "")
    return {row.language: _plain(row) for row in db.session.scalars(query)}


def _plain(row: Row) -> Version:
    return Version(row.id, row.page, row.language, row.number, row.words, row.written_at)


def _known(page: str, language: str) -> None:
    if page not in LONGEST or language not in installed():
        raise NotFound(page, language)
