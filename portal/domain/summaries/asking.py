"""Asking for a summary: what there is to choose from, and handing the choice to the worker."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import delete, select

from portal.core import dates
from portal.core.actor import Actor
from portal.core.db import add_new, db
from portal.core.errors import Invalid, NotFound
from portal.core.jobs import Job
from portal.core.language import _
from portal.domain import caseload, consent, journal, limits, marks, outbox, vault
from portal.domain.access import readable
from portal.domain.accounts.zones import today_of
from portal.domain.audit import Event, record
from portal.domain.consent import Header
from portal.domain.marks import Mark
from portal.domain.summaries import material
from portal.domain.summaries.draft import RECORD
from portal.domain.summaries.material import Counted, Period, Used
from portal.domain.summaries.progress import Stage, cards
from portal.domain.summaries.sameness import is_the_same
from portal.domain.summaries.since import Ended, ended
from portal.domain.summaries.wishes import Part, Wishes
from portal.models.summaries import Quotation, Summary
from portal.models.vault import Item

MOST_NOTES = 100  # notes and parts of notes in one summary
LONGEST_QUOTED = 150_000  # bytes of notes in one file: about sixty pages
LONGEST_PERIOD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Choices:
    """What can go into a summary of this client and period. `more`: there is more than one file takes.

    `answers`: those of the notes that answer a question. `ended`: what the last summary had and is not shared any more.
    """

    client_id: UUID
    client: str
    notes: list[Header]
    more: bool
    answers: frozenset[UUID]
    marks: list[Mark]
    counted: Counted
    ended: Ended


@dataclass(frozen=True, slots=True)
class Chosen:
    """Versions in the order they are to stand in, and the wishes with the parts that were ticked."""

    used: list[Used]
    wishes: Wishes


def last_four_weeks(actor: Actor) -> Period:
    """The period proposed first: 28 days up to today, where the therapist is."""
    today = today_of(actor)
    return today - timedelta(days=27), today


def choices(actor: Actor, client_id: UUID, period: Period) -> Choices:
    """What of the client's these days is open to this therapist now, in the order of the days.

    Raises:
        NotFound: not their client.
        Invalid: on `first` or `last`: no period.
    """
    client = caseload.my_client(actor, client_id)
    _check(period)
    kinds = (journal.KIND, journal.EXCERPT)
    shelf = consent.shelf(actor, client_id, kinds=kinds, days=period, most=MOST_NOTES)
    notes = sorted(shelf.headers, key=lambda note: (note.on_day, note.shared_at, note.id))
    return Choices(
        client_id=client.id,
        client=client.name,
        notes=notes,
        more=shelf.older is not None,
        answers=_answers(actor, notes),
        marks=[mark for mark in marks.of(actor, client_id) if not mark.on_day or period[0] <= mark.on_day <= period[1]],
        counted=material.count(actor, client_id, period),
        ended=ended(actor, client_id),
    )


def choose(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor,
    offered: Choices,
    period: Period,
    item_ids: Collection[UUID],
    wishes: Wishes,
    mark_ids: Collection[UUID] = (),
) -> Chosen:
    """What exactly is to go in, of what is open now.

    Raises:
        Invalid: on `items`: too much, or something that is not open any more.
    """
    ticked = set(item_ids) if {"words", "answers"} & set(wishes.sections) else set()
    marked = set(mark_ids) if "words" in wishes.sections else set()
    if len(ticked) + len(marked) > MOST_NOTES:
        raise Invalid(
            "items",
            _(
                "One summary takes %(most)s notes and parts of notes; %(length)s are ticked. "
                "Tick fewer, or choose a shorter period.",
                most=MOST_NOTES,
                length=dates.number(len(ticked) + len(marked)),
            ),
        )
    notes = [note for note in offered.notes if note.item_id in ticked]
    parts = [mark for mark in offered.marks if mark.id in marked]
    if len(notes) < len(ticked) or len(parts) < len(marked):
        raise Invalid("items", _("What is shared has changed since this page was opened. Look through the list again."))
    parts = [mark for mark in parts if mark.item_id not in ticked]  # whoever wants the whole has the part in it
    rest = material.of_sections(actor, offered.client_id, period, wishes.sections)
    known = {used.version.item_id for used in rest}
    quoted = list(dict.fromkeys([*(note.item_id for note in notes), *(mark.item_id for mark in parts)]))
    found = consent.open_versions(actor, quoted)
    only_parts = frozenset({mark.item_id for mark in parts} - known)
    texts = vault.read(actor.unlocked(), [note.item_id for note in notes])
    if sum(map(len, texts.values())) + sum(len(mark.words.encode()) for mark in parts) > LONGEST_QUOTED:
        raise Invalid("items", _("This is more than one file can hold. Tick fewer notes, or choose a shorter period."))
    words = [Used(found[item_id]) for item_id in quoted if item_id in found and item_id not in known]
    places = tuple(Part(mark.item_id, mark.first, mark.last) for mark in parts)
    return Chosen([*words, *rest], replace(wishes, parts=places, only_parts=only_parts))


def ask(  # noqa: PLR0913, PLR0917 - what the form asks for
    actor: Actor,
    client_id: UUID,
    period: Period,
    item_ids: Collection[UUID],
    wishes: Wishes,
    summary_id: UUID,
    mark_ids: Collection[UUID] = (),
) -> UUID:
    """Have a summary made. What goes in is decided when it is made: consent, role and caseload are asked again then.

    Args:
        actor: the therapist, with keys.
        client_id: of their caseload.
        period: first and last day.
        item_ids: the versions of notes that were ticked.
        wishes: for whom, which sections, the therapist's own words.
        summary_id: made when the form was shown; asking twice for the same is asking once.
        mark_ids: the marked words that were ticked.

    Returns:
        The summary's id: a further one's, where the form had asked for something else before.

    Raises:
        NotFound: not their client.
        Invalid: on `first`, `last` or `items`.
    """
    offered = choices(actor, client_id, period)
    while before := db.session.scalar(readable(Summary, actor).where(Summary.id == summary_id)):
        marked = [mark for mark in offered.marks if mark.id in mark_ids]
        if before.client_id == client_id and is_the_same(actor, before, period, item_ids, wishes, marked):
            return summary_id
        summary_id = uuid5(summary_id, "other")
    return _keep(actor, client_id, period, choose(actor, offered, period, item_ids, wishes, mark_ids), summary_id)


def again(actor: Actor, summary_id: UUID) -> UUID:
    """Ask once more for what could not be made, was closed or removed, or can't become final, with what is shared now.

    One that was never made goes, and the new one takes its place. One that was once made stays. The new id
    follows from the old one, so that pressing twice asks once.

    Returns:
        The id of the new one, or of the old one when there is no need.

    Raises:
        NotFound: no such summary of theirs.
        Invalid: on `items`: nothing of it is left.
    """
    new_id = uuid5(summary_id, "again")
    found = db.session.scalars(readable(Summary, actor).where(Summary.id.in_((summary_id, new_id)))).all()
    by_id = {row.id: row for row in found}
    if new_id in by_id:
        return new_id
    summary = by_id.get(summary_id)
    if summary is None:
        raise NotFound(summary_id)
    before = cards(actor, [summary])[0]
    if not before.is_over:
        return summary_id
    period = (summary.period_from, summary.period_to)
    made = _keep(actor, summary.client_id, period, _still(actor, summary, period), new_id)
    if before.stage in (Stage.FAILED, Stage.AGAIN):
        _remove(summary)
    return made


def _still(actor: Actor, summary: Summary, period: Period) -> Chosen:
    """The same wishes, with what is open now of what was chosen then."""
    kept = vault.read_one(actor.unlocked(), summary.note_item_id) if summary.note_item_id else b""
    wishes = Wishes.from_bytes(kept)
    quoted = select(Item.thing_id, Item.id).join(Quotation, Quotation.item_id == Item.id)
    before = db.session.execute(quoted.where(Quotation.summary_id == summary.id)).all()
    things = {row.thing_id for row in before if row.id not in wishes.only_parts}
    offered = choices(actor, summary.client_id, period)
    still = [note.item_id for note in offered.notes if note.id in things]
    chosen = choose(actor, offered, period, still, wishes)
    open_now = material.open_now(actor, {part.item_id for part in wishes.parts})
    parts = tuple(part for part in wishes.parts if part.item_id in open_now)
    if not chosen.used and not parts and not wishes.note and not wishes.plan:
        raise Invalid("items", _("Nothing that was in it is shared now."))
    known = {used.version.item_id for used in chosen.used}
    of_parts = [used for item_id, used in open_now.items() if item_id not in known]
    only_parts = frozenset(used.version.item_id for used in of_parts)
    return Chosen([*chosen.used, *of_parts], replace(chosen.wishes, parts=parts, only_parts=only_parts))


def _answers(actor: Actor, notes: list[Header]) -> frozenset[UUID]:
    texts = vault.read(actor.unlocked(), [note.item_id for note in notes if note.kind == journal.KIND])
    return frozenset(item_id for item_id, data in texts.items() if journal.Words.from_bytes(data).question)


def _check(period: Period) -> None:
    first, last = period
    if last < first:
        raise Invalid("last", _("The last day lies before the first."))
    if last - first > LONGEST_PERIOD:
        raise Invalid("first", _("A summary can cover one year at most. Choose a later first day."))


def _keep(actor: Actor, client_id: UUID, period: Period, chosen: Chosen, summary_id: UUID) -> UUID:
    summary = Summary(
        id=summary_id,
        practice_id=actor.practice_id,
        client_id=client_id,
        therapist_id=actor.person_id,
        job_id=uuid4(),
        period_from=period[0],
        period_to=period[1],
    )
    limits.use(actor, limits.Act.SUMMARY)
    if not add_new(summary):
        return summary_id  # sent twice at the same moment; were it somebody else's, its page would not be found
    _quote(summary, chosen)
    _hand_over(actor, summary, chosen)
    record(actor, Event.SUMMARY_ASKED, summary_id, client_id, notes=len(chosen.used))
    return summary_id


def _quote(summary: Summary, chosen: Chosen) -> None:
    rows = [
        Quotation(
            practice_id=summary.practice_id,
            summary_id=summary.id,
            item_id=used.version.item_id,
            grant_id=used.version.grant_id,
            place=place,
        )
        for place, used in enumerate(chosen.used, start=1)
    ]
    db.session.add_all(rows)


def _hand_over(actor: Actor, summary: Summary, chosen: Chosen) -> None:
    """The worker is given the keys of exactly these texts, and of the one it is to write."""
    keys, job_id = actor.unlocked(), summary.job_id or uuid4()
    summary.note_item_id = vault.write(keys, RECORD, chosen.wishes.to_bytes(), uuid4())
    item_ids = [*(used.version.item_id for used in chosen.used), summary.note_item_id]
    summary.file_item_id, file_key = vault.promise(keys, RECORD, summary.id)
    bundle = vault.pack(keys, job_id, item_ids, (summary.file_item_id, file_key))
    outbox.later(actor, Job.RENDER_SUMMARY, summary.id, job_id=job_id, bundle=bundle)


def _remove(summary: Summary) -> None:
    """Take away what was never made: no words lie in its file."""
    db.session.execute(delete(Item).where(Item.id == summary.file_item_id, Item.body.is_(None)))
    db.session.delete(summary)
    db.session.flush()
