"""Who may see what. The whole policy, on one page. What is not listed is not allowed."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, or_, select

from portal.core.actor import Actor, Role
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain.access.clauses import (
    Rule,
    all_of,
    author,
    by_me_as_reader,
    by_my_therapist,
    common_or_author,
    deleted,
    everyone_here,
    kept,
    live,
    mine,
    my_client,
    my_therapist,
    nobody,
    notes_opened_in_emergency,
    of_kept,
    on_my_caseload,
    opened_in_emergency,
    own,
    shared_with_me,
    stands,
    therapist_here,
    this_moment,
    trusts_me,
    usable,
    waits_with_me,
)
from portal.models.agenda import AfterSession, Agenda
from portal.models.appointments import Appointment, CalendarFeed
from portal.models.caseload import Assignment, Places
from portal.models.confidants import Reply, Trust
from portal.models.consent import HandBack
from portal.models.contact import Contact
from portal.models.conversation import Conversation
from portal.models.disclosures import Disclosure
from portal.models.drafts import Draft
from portal.models.emergency import Emergency
from portal.models.files import File
from portal.models.goals import Goal, GoalRating
from portal.models.handovers import Handover, Stood
from portal.models.help import HelpLine
from portal.models.imports import Batch
from portal.models.inbox import Triage
from portal.models.invitations import SlipSheet
from portal.models.journal import Entry, Excerpt, Layout
from portal.models.mail import Message
from portal.models.marks import Mark
from portal.models.measures import Measure, MeasureAsked
from portal.models.mood import Checkin
from portal.models.people import Membership, Person
from portal.models.process_notes import ProcessNote
from portal.models.progress_notes import ProgressAddendum, ProgressNote
from portal.models.prompts import Asked, Prompt, PromptBook, PromptWording
from portal.models.receipts import Receipt
from portal.models.reminders import Reminder
from portal.models.resources import Resource
from portal.models.retention import Retention
from portal.models.rhythm import Rhythm
from portal.models.rosters import Roster
from portal.models.signals import Signal
from portal.models.steady import Card
from portal.models.summaries import Given, Summary
from portal.models.wordings import Agreement, Wording

T = TypeVar("T")

__all__ = ["READ", "WRITE", "live", "put_away", "readable", "stands", "this_moment", "usable", "writable"]

# a client's own, to read and to change; and what of that a therapist reads when it is shared, without another condition
THEIRS = (
    *(AfterSession, Agenda, Batch, Card, Checkin, Conversation, File, Goal, GoalRating, Layout, Measure, PromptBook),
    *(Handover, Reminder, Signal, Stood, Trust),
)
ARRANGED = (Assignment, Handover, Places)  # who looks after whom, as the office sees and changes it
OPENED = (Checkin, Goal, GoalRating, Measure, Agenda, AfterSession, Card)

READ: Mapping[tuple[Role, type], Rule] = {
    (Role.CLIENT, Entry): all_of(own, kept),
    (Role.CLIENT, Excerpt): all_of(own, of_kept),
    **{(Role.CLIENT, each): own for each in THEIRS},
    (Role.CLIENT, Asked): own,
    (Role.CLIENT, MeasureAsked): all_of(own, by_my_therapist),
    (Role.CLIENT, Reply): own,
    (Role.CLIENT, HandBack): own,
    (Role.THERAPIST, HandBack): all_of(on_my_caseload, by_me_as_reader),
    (Role.CONFIDANT, HandBack): all_of(trusts_me, by_me_as_reader),
    (Role.CLIENT, Draft): mine,
    (Role.CLIENT, Person): my_therapist,
    (Role.CLIENT, Resource): everyone_here,
    (Role.CLIENT, Receipt): own,
    (Role.CLIENT, Given): own,
    (Role.CLIENT, HelpLine): everyone_here,
    (Role.CLIENT, Wording): everyone_here,
    (Role.ADMIN, Wording): everyone_here,
    (Role.CLIENT, Agreement): own,
    (Role.CLIENT, Rhythm): by_my_therapist,
    (Role.THERAPIST, Signal): waits_with_me,
    (Role.THERAPIST, Rhythm): lambda row, actor: or_(author(row, actor), row.cover_id == actor.person_id),
    (Role.THERAPIST, Membership): therapist_here,
    (Role.ADMIN, HelpLine): everyone_here,
    (Role.THERAPIST, Entry): all_of(on_my_caseload, shared_with_me, kept),
    **{(Role.THERAPIST, each): all_of(on_my_caseload, shared_with_me) for each in OPENED},
    (Role.THERAPIST, MeasureAsked): all_of(on_my_caseload, author),
    (Role.THERAPIST, Excerpt): all_of(on_my_caseload, shared_with_me, of_kept),
    (Role.THERAPIST, Draft): mine,
    (Role.THERAPIST, Person): my_client,
    (Role.THERAPIST, Mark): all_of(on_my_caseload, author),
    (Role.THERAPIST, Summary): all_of(on_my_caseload, author),
    (Role.THERAPIST, ProcessNote): all_of(on_my_caseload, author),
    (Role.THERAPIST, ProgressNote): all_of(on_my_caseload, author),
    (Role.THERAPIST, ProgressAddendum): all_of(on_my_caseload, author),
    (Role.THERAPIST, Asked): all_of(on_my_caseload, author),
    (Role.THERAPIST, Prompt): common_or_author,
    (Role.THERAPIST, PromptWording): everyone_here,
    (Role.THERAPIST, Resource): everyone_here,
    (Role.ADMIN, Person): everyone_here,
    (Role.ADMIN, Resource): everyone_here,
    (Role.ADMIN, Roster): mine,
    (Role.ADMIN, SlipSheet): mine,
    (Role.ADMIN, Disclosure): mine,
    (Role.ADMIN, Retention): everyone_here,
    **{(Role.ADMIN, each): everyone_here for each in ARRANGED},
    (Role.CONFIDANT, Entry): all_of(trusts_me, shared_with_me, kept),
    (Role.CONFIDANT, Excerpt): all_of(trusts_me, shared_with_me, of_kept),
    (Role.CONFIDANT, Goal): all_of(trusts_me, shared_with_me),
    (Role.CONFIDANT, Card): all_of(trusts_me, shared_with_me),
    (Role.CONFIDANT, Reply): by_me_as_reader,
    (Role.THERAPIST, Reply): all_of(on_my_caseload, by_me_as_reader),
    (Role.THERAPIST, Triage): by_me_as_reader,
    **{(role, Emergency): everyone_here for role in (Role.OFFICER, Role.ADMIN)},
    **{(Role.OFFICER, each): opened_in_emergency for each in (ProgressNote, ProgressAddendum, Summary)},
    (Role.OFFICER, ProcessNote): notes_opened_in_emergency,
    (Role.THERAPIST, Emergency): author,
    (Role.CLIENT, Appointment): all_of(own, by_my_therapist),
    (Role.THERAPIST, Appointment): all_of(on_my_caseload, author),
    (Role.THERAPIST, CalendarFeed): mine,
    **{(role, Contact): everyone_here if role is Role.ADMIN else mine for role in Role},
    **{(role, Message): mine for role in Role},
}
WRITE: Mapping[tuple[Role, type], Rule] = {
    (Role.THERAPIST, Signal): waits_with_me,
    (Role.THERAPIST, Rhythm): author,
    (Role.ADMIN, HelpLine): everyone_here,
    (Role.CLIENT, Entry): all_of(own, kept),
    (Role.CLIENT, Excerpt): all_of(own, of_kept),
    **{(Role.CLIENT, each): own for each in THEIRS},
    (Role.CLIENT, Draft): mine,
    (Role.CLIENT, HandBack): own,
    (Role.THERAPIST, HandBack): all_of(on_my_caseload, by_me_as_reader),
    (Role.CONFIDANT, HandBack): all_of(trusts_me, by_me_as_reader),
    (Role.CLIENT, Agreement): own,
    (Role.THERAPIST, MeasureAsked): all_of(on_my_caseload, author),
    (Role.CLIENT, Given): own,
    (Role.THERAPIST, Draft): mine,
    (Role.THERAPIST, Reply): all_of(on_my_caseload, by_me_as_reader),
    (Role.THERAPIST, Triage): by_me_as_reader,
    (Role.THERAPIST, Mark): all_of(on_my_caseload, author),
    (Role.THERAPIST, Summary): all_of(on_my_caseload, author),
    (Role.THERAPIST, ProcessNote): all_of(on_my_caseload, author),
    (Role.THERAPIST, ProgressNote): all_of(on_my_caseload, author),
    (Role.THERAPIST, Asked): all_of(on_my_caseload, author),
    (Role.THERAPIST, Prompt): common_or_author,
    (Role.ADMIN, Person): everyone_here,
    (Role.ADMIN, Resource): everyone_here,
    (Role.ADMIN, Roster): mine,
    (Role.ADMIN, Disclosure): mine,
    (Role.ADMIN, SlipSheet): mine,
    (Role.ADMIN, Retention): everyone_here,
    **{(Role.ADMIN, each): everyone_here for each in ARRANGED},
    (Role.THERAPIST, Appointment): all_of(on_my_caseload, author),
    (Role.THERAPIST, CalendarFeed): mine,
    **{(role, Emergency): everyone_here for role in (Role.OFFICER, Role.ADMIN)},
    **{(role, Contact): mine for role in Role},
}
DELETED: Mapping[tuple[Role, type], Rule] = {
    (Role.CLIENT, Entry): all_of(own, deleted),
}


def readable(model: type[T], actor: Actor) -> Select[T]:
    """The rows this person may see: the start of every read."""
    return _allowed(READ, model, actor)


def writable(model: type[T], actor: Actor) -> Select[T]:
    """The rows this person may change."""
    return _allowed(WRITE, model, actor)


def put_away(model: type[T], actor: Actor) -> Select[T]:
    """The rows this person has deleted and can still bring back."""
    return _allowed(DELETED, model, actor)


def find(model: type[T], actor: Actor, row_id: UUID) -> T:
    """The one row of this id, to read it.

    Raises:
        NotFound: there is none, or this person may not see it.
    """
    return _one(readable(model, actor), model, row_id)


def hold(model: type[T], actor: Actor, row_id: UUID) -> T:
    """The one row of this id, to change it: as it stands now, and held until the transaction ends.

    What was read of it before is read anew: whoever else held it may have changed it meanwhile.

    Raises:
        NotFound: there is none, or this person may not change it.
    """
    held = writable(model, actor).with_for_update().execution_options(populate_existing=True)
    return _one(held, model, row_id)


def _one(query: Select[T], model: Any, row_id: UUID) -> T:
    row: T | None = db.session.scalar(query.where(model.id == row_id))
    if row is None:
        raise NotFound(row_id)
    return row


def _allowed(table: Mapping[tuple[Role, type], Rule], model: type[T], actor: Actor) -> Select[T]:
    rule = table.get((actor.role, model), nobody)
    row: Any = model
    return select(model).where(row.practice_id == actor.practice_id, rule(row, actor))
