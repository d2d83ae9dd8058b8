"""The clauses that rules are made of: who stands in which relation to a row, as SQL."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, false, or_
from sqlalchemy.orm import aliased

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import UtcDateTime
from portal.models.caseload import Assignment
from portal.models.confidants import Trust
from portal.models.emergency import Emergency
from portal.models.journal import Entry
from portal.models.people import Membership
from portal.models.vault import Grant, Item, ItemKey, Principal

Clause = ColumnElement[bool]
Rule = Callable[[Any, Actor], Clause]

# The rules' own aliases, made once, for making one takes longer than asking with it. `correlate_except` keeps a query
# around a rule that names the same table from taking their place.
held, given_trust = aliased(Assignment), aliased(Trust)
me, writer = aliased(Principal), aliased(Principal)
whole, works_here = aliased(Entry), aliased(Membership)

case = aliased(Emergency)


def nobody(_row: Any, _actor: Actor) -> Clause:
    return false()


def everyone_here(row: Any, actor: Actor) -> Clause:
    """Anyone of this practice that the role may list: names and dates, never what people write."""
    return and_(row.practice_id == actor.practice_id)


def own(row: Any, actor: Actor) -> Clause:
    """The client's own."""
    return and_(row.client_id == actor.person_id)


def kept(row: Any, _actor: Actor) -> Clause:
    """Not deleted: what its owner has deleted is hidden from everybody, themselves among them."""
    return and_(row.deleted_at.is_(None))


def of_kept(row: Any, _actor: Actor) -> Clause:
    """Part of a note that is not deleted: whoever deletes a note means every line of it."""
    return exists().where(whole.id == row.entry_id, whole.deleted_at.is_(None)).correlate_except(whole)


def deleted(row: Any, _actor: Actor) -> Clause:
    """Deleted, and not gone for good yet."""
    return and_(row.deleted_at.is_not(None))


def author(row: Any, actor: Actor) -> Clause:
    """The therapist's own work."""
    return and_(row.therapist_id == actor.person_id)


def mine(row: Any, actor: Actor) -> Clause:
    """The acting person's own, whoever they are."""
    return and_(row.person_id == actor.person_id)


def common_or_author(row: Any, actor: Actor) -> Clause:
    """Of all therapists here, or the therapist's own."""
    return or_(row.is_common, row.therapist_id == actor.person_id)


def stands(assignment: Any) -> Clause:
    """A therapist looks after a client now: not ended, and not past the moment it ends by itself."""
    ends_later = or_(assignment.ends_at.is_(None), assignment.ends_at > this_moment())
    return and_(assignment.ended_at.is_(None), ends_later)


def on_my_caseload(row: Any, actor: Actor) -> Clause:
    """The therapist looks after this row's client now."""
    mine = exists().where(held.client_id == row.client_id, held.therapist_id == actor.person_id, stands(held))
    return mine.correlate_except(held)


def my_client(row: Any, actor: Actor) -> Clause:
    """The therapist looks after this person now."""
    mine = exists().where(held.client_id == row.id, held.therapist_id == actor.person_id, stands(held))
    return mine.correlate_except(held)


def my_therapist(row: Any, actor: Actor) -> Clause:
    """This person looks after the client now."""
    mine = exists().where(held.therapist_id == row.id, held.client_id == actor.person_id, stands(held))
    return mine.correlate_except(held)


def by_my_therapist(row: Any, actor: Actor) -> Clause:
    """The one who made it looks after this client now."""
    theirs = exists().where(held.therapist_id == row.therapist_id, held.client_id == actor.person_id, stands(held))
    return theirs.correlate_except(held)


def therapist_here(row: Any, actor: Actor) -> Clause:
    """Who works here as a therapist now: a colleague's name, and nothing of their clients."""
    return and_(row.practice_id == actor.practice_id, row.role == Role.THERAPIST, row.ended_at.is_(None))


def waits_with_me(row: Any, actor: Actor) -> Clause:
    """A mark of the therapist's own client; or one that was passed on to them, who covers, until it is answered."""
    here = exists().where(works_here.person_id == actor.person_id, therapist_here(works_here, actor))
    passed_on = (row.cover_id == actor.person_id, row.passed_on_at.is_not(None), row.answered_at.is_(None))
    return or_(all_of(on_my_caseload, author)(row, actor), and_(*passed_on, here.correlate_except(works_here)))


def trusts_me(row: Any, actor: Actor) -> Clause:
    """This row's client trusts the acting person now."""
    standing = exists().where(
        given_trust.client_id == row.client_id,
        given_trust.confidant_id == actor.person_id,
        given_trust.ended_at.is_(None),
    )
    return standing.correlate_except(given_trust)


def live() -> Clause:
    """The consent stands: neither ended nor past its day. The moment is read when the query runs."""
    moment = this_moment()
    return and_(Grant.ended_at.is_(None), or_(Grant.expires_at.is_(None), Grant.expires_at > moment))


def usable() -> Clause:
    """The consent stands, and the key under it was not given for later. One's own words are always one's own."""
    return and_(live(), or_(Grant.scope == "own", ItemKey.given_at <= this_moment()))


def this_moment() -> BindParameter[datetime]:
    """Now, read when the query runs."""
    return bindparam("moment", callable_=now, type_=UtcDateTime, unique=True)


def shared_with_me(row: Any, actor: Actor) -> Clause:
    """A version of this thing lies under a standing consent given to me by its writer."""
    open_to_me = exists().where(
        Item.thing_id == row.id,
        ItemKey.item_id == Item.id,
        Grant.id == ItemKey.grant_id,
        usable(),
        me.id == Grant.reader_id,
        me.person_id == actor.person_id,
        writer.id == Grant.owner_id,
        writer.person_id == row.client_id,
    )
    return open_to_me.correlate_except(Item, ItemKey, Grant, me, writer)


def by_me_as_reader(row: Any, actor: Actor) -> Clause:
    """What the acting person has done as a reader of what others wrote: answered it, put it behind them."""
    return and_(row.reader_id == actor.person_id)


def all_of(*rules: Rule) -> Rule:
    """Every one of them; of no rules at all, nobody."""
    return lambda row, actor: and_(*(rule(row, actor) for rule in rules)) if rules else false()


def opened_in_emergency(row: Any, actor: Actor) -> Clause:
    """Of the record of a client that a second person let the acting officer open, as long as that stands."""
    return _case(row, actor, case.covers == "record", case.therapist_id.is_(None))


def notes_opened_in_emergency(row: Any, actor: Actor) -> Clause:
    """Of one therapist's own notes on such a client."""
    return _case(row, actor, case.covers == "own-notes", case.therapist_id == row.therapist_id)


def _case(row: Any, actor: Actor, *covers: Clause) -> Clause:
    stands = (case.until > this_moment(), case.ended_at.is_(None))
    mine = exists().where(case.client_id == row.client_id, case.asked_by == actor.person_id, *stands, *covers)
    return mine.correlate_except(case)
