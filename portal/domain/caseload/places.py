"""How many clients a therapist has room for: the office says, and the board counts against it."""

from uuid import UUID

from sqlalchemy import delete

from portal.core.actor import Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Invalid, NotFound
from portal.core.language import _
from portal.domain.access import readable, writable
from portal.domain.audit import Event, record
from portal.models.caseload import Places
from portal.models.people import Membership, Person

MOST_PLACES = 200


def set_places(admin: Actor, therapist_id: UUID, count: int | None) -> None:
    """Say how many clients this therapist has room for; None: no limit is said. Fewer than they have now is allowed.

    Raises:
        NotFound: nobody here who works as a therapist.
        Invalid: on `places`: no such number.
    """
    works = Membership.person_id == therapist_id, Membership.role == Role.THERAPIST, Membership.ended_at.is_(None)
    person = writable(Person, admin).join(Membership, Membership.person_id == Person.id)
    if db.session.scalar(person.where(Person.id == therapist_id, *works)) is None:
        raise NotFound(therapist_id)
    if count is not None and not 0 <= count <= MOST_PLACES:
        raise Invalid("places", _("Type a number from 0 to %(most)s, or leave it empty.", most=MOST_PLACES))
    row = db.session.scalar(writable(Places, admin).where(Places.therapist_id == therapist_id).with_for_update())
    if (row.count if row else None) == count:
        return
    if row and count is not None:
        row.count = count
    elif row:
        db.session.execute(delete(Places).where(Places.therapist_id == therapist_id))
    else:
        _add(Places(practice_id=admin.practice_id, therapist_id=therapist_id, count=count))
    db.session.flush()
    record(admin, Event.PLACES_SET, therapist_id)


def places(admin: Actor) -> dict[UUID, int]:
    """How many each therapist has room for, of those for whom it was said."""
    return {row.therapist_id: row.count for row in db.session.scalars(readable(Places, admin))}


def _add(row: Places) -> None:
    if not add_new(row):
        raise Invalid("places", _("Somebody else has just set this. Open the page again to see it."))
