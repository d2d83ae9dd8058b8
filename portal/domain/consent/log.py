"""Who opened what: the client's own slice of the trail, as sentences; and the files made from their words."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.language import _, lazy
from portal.domain import accounts, audit, vault
from portal.domain.audit import Event
from portal.domain.consent.kinds import KINDS
from portal.domain.consent.sharing import known_reader, me
from portal.models.consent import Opening
from portal.models.people import Person
from portal.models.summaries import Final, Quotation, Summary
from portal.models.vault import Item

PAGE = 50  # lines
SENTENCES = {
    Event.OPENED: lazy("{who} opened “{what}”"),
    Event.STREAM_OPENED: lazy("{who} looked at your check-ins"),
    Event.GOALS_OPENED: lazy("{who} looked at how far your goals are"),
    Event.MEASURES_OPENED: lazy("{who} looked at your questionnaires over time"),
    Event.REPLIED: lazy("{who} answered “{what}”"),
    Event.REPLY_WITHDRAWN: lazy("{who} took back an answer to “{what}”"),
    Event.DECLINED: lazy("{who} put “{what}” down"),
    Event.BACK_IN_AGREED: lazy("{who} agreed that somebody is helped back into your account"),
    Event.BACK_IN_SECONDED: lazy("{who} agreed too that somebody is helped back into your account at once"),
    Event.BACK_IN_HASTENED: lazy("{who} gave a code of your second step, so that the way back in opens at once"),
    Event.BACK_IN_STOPPED: lazy("{who} stopped that somebody is helped back into your account"),
    Event.BACK_IN_USED: lazy("{who} came back into this account with the help of the practice"),
    Event.BEGUN_ANEW: lazy("{who} began anew in this account, with new keys; what was here before stays closed"),
    Event.HANDED_BACK: lazy("{who} handed back what you had shared with them before you began anew"),
    Event.REUNITED: lazy("{who} opened again what was closed since beginning anew"),
    Event.RECOVERY_CODE_USED: lazy("{who} came back into this account with the recovery code"),
    Event.EMERGENCY_ALLOWED: lazy("{who} agreed that the practice's record about you is opened in an emergency"),
    Event.EMERGENCY_READ: lazy("{who} read in the practice's record about you, in an emergency"),
    Event.EMERGENCY_NOTES_READ: lazy("{who} read a therapist's own notes about you, in an emergency"),
    Event.TRUST_LEFT: lazy("{who} left, and everything you opened to them is closed"),
    Event.NEW_DEVICE: lazy("A device opened your account that it was not opened on before"),
    Event.FACTOR_REFUSED: lazy("A sign-in with your password stopped at the second step"),
    **accounts.CHANGES,
    Event.SIGNAL_REACHED: lazy("{who} was told that something of yours waits, and not what"),
    Event.SIGNAL_ANSWERED: lazy("{who} has seen that something of yours waited"),
    Event.SIGNAL_COVERED: lazy("{who} noted that something of yours had waited"),
    Event.CASELOAD_ASSIGNED: lazy("A therapist for you: {what} looks after you from here on"),
    Event.CASELOAD_ENDED: lazy("A change: {what} no longer looks after you, and what was open to {what} is closed"),
    Event.HANDOVER_ASKED: lazy("{who} asked what you open to {what}, who is to look after you"),
    Event.HANDOVER_TAKEN_BACK: lazy("{who} took back the question what you open to {what}"),
    Event.SUMMARY_MADE: lazy("{who} made a summary from your words"),
    Event.SUMMARY_OPENED: lazy("{who} opened a summary made from your words"),
    Event.SUMMARY_FINISHED: lazy("{who} made a summary final; from then on it stays as it is"),
    Event.ADDENDUM_ADDED: lazy("{who} added something to a final summary"),
    Event.SUMMARY_REMOVED: lazy("{who} removed the draft of a summary made from your words"),
    Event.SUMMARY_GIVEN: lazy("{who} gave you a summary; it is under Files"),
    Event.DISCLOSURE_MADE: lazy("{who} gathered what the practice holds about you, without anything you wrote"),
    Event.DISCLOSURE_FETCHED: lazy("{who} took along what was gathered about you"),
    Event.CLIENT_DELETED: lazy("{who} began deleting your account, and ended all sharing; signing in stopped it"),
    Event.DELETION_STOPPED: lazy("{who} stopped the deleting of your account"),
    Event.SUMMARY_CLOSED: lazy("A summary nobody had opened was closed, as you no longer share something in it"),
    Event.SUMMARY_FLAGGED: lazy("A final summary was marked, as you no longer share something in it"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: a sentence with places for `who` and `what`, and when."""

    at: datetime
    sentence: str
    who: str
    what: str
    thing_id: UUID | None


@dataclass(frozen=True, slots=True)
class Log:
    """A page of lines, newest first, and the row number to go on from; None where there is nothing more."""

    lines: list[Line]
    older: int | None


@dataclass(frozen=True, slots=True)
class File:
    """A summary that holds words of the client's. Stopping does not call it back.

    One that nobody has opened is closed; a final stays in the record, and can then neither be saved nor given.
    """

    made_at: datetime
    by: str
    was_opened: bool = False
    is_final: bool = False
    by_id: UUID | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Remains:
    """What one reader still has after sharing was stopped."""

    name: str
    was_opened: bool
    files: list[File]


def log(actor: Actor, before: int | None = None) -> Log:
    """Who opened what the client shared, and summaries made from it.

    Args:
        actor: the client, with keys: each thing is called as they know it.
        before: the row number to go on from.
    """
    rows = audit.about(actor.person_id, SENTENCES, before, PAGE + 1)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    whom = {row.seq: UUID(row.detail["therapist"]) for row in rows if "therapist" in row.detail}
    names = _names({row.actor_id for row in rows if row.actor_id}.union(whom.values()))
    items = {row.seq: UUID(row.detail["item"]) for row in rows if "item" in row.detail}
    texts = vault.read(actor.unlocked(), items.values())
    kinds = {row.id: row.kind for row in db.session.execute(select(Item.id, Item.kind).where(Item.id.in_(texts)))}
    lines = []
    for row in rows:
        item_id = items.get(row.seq)
        what = KINDS[kinds[item_id]].called(texts[item_id]) if item_id and item_id in kinds else _("something of yours")
        what = names.get(whom[row.seq], _("Someone")) if row.seq in whom else what
        who = names.get(row.actor_id, _("Someone")) if row.actor_id else _("Someone")
        thing_id = row.subject_id if row.seq in items else None
        lines.append(Line(row.at, SENTENCES[row.event], who, what, thing_id))
    return Log(lines, rows[-1].seq if more else None)


def what_remains(actor: Actor, reader_id: UUID, thing_id: UUID | None = None) -> Remains:
    """What stopping does not undo: what this reader may remember of a thing (or of any), and files already made.

    Raises:
        NotFound: nobody the client ever shared with.
    """
    known_reader(actor, reader_id)
    opened = select(Opening.item_id).join(Item, Item.id == Opening.item_id).join(me, me.id == Item.owner_id)
    opened = opened.where(Opening.reader_id == reader_id, me.person_id == actor.person_id)
    if thing_id is not None:
        opened = opened.where(Item.thing_id == thing_id)
    was_opened = db.session.scalar(opened.limit(1)) is not None
    files = files_made(actor, thing_id, reader_id) if thing_id else files_made_by(actor, reader_id)
    return Remains(_names({reader_id})[reader_id], was_opened, files)


def files_made(actor: Actor, thing_id: UUID, reader_id: UUID | None = None) -> list[File]:
    """The summaries that hold words of this, newest first; those that this reader has made, or anybody."""
    return _files(actor, Item.thing_id == thing_id, *([Summary.therapist_id == reader_id] if reader_id else []))


def files_made_by(actor: Actor, reader_id: UUID | None = None) -> list[File]:
    """The summaries made from anything of the client's, newest first; those that this reader has made, or anybody."""
    return _files(actor, *([Summary.therapist_id == reader_id] if reader_id else []))


def _files(actor: Actor, *where: ColumnElement[bool]) -> list[File]:
    quoted = (
        select(Summary.made_at, Person.name, Summary.id, Summary.fetched_at, Final.at, Person.id)
        .join(Quotation, Quotation.summary_id == Summary.id)
        .join(Item, Item.id == Quotation.item_id)
        .join(me, me.id == Item.owner_id)
        .join(Person, Person.id == Summary.therapist_id)
        .outerjoin(Final, Final.summary_id == Summary.id)
        .where(Summary.made_at.is_not(None), Quotation.left_out_at.is_(None), me.person_id == actor.person_id, *where)
        .distinct()
    )
    rows = db.session.execute(quoted.order_by(Summary.made_at.desc()).limit(PAGE))
    return [
        File(at, name, opened is not None, final is not None, by_id)
        for at, name, _summary, opened, final, by_id in rows
        if at
    ]


def _names(person_ids: set[UUID]) -> dict[UUID, str]:
    """Names of those who stand in one's own trail, whether or not they still look after one."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
