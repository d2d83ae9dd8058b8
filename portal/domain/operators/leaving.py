"""A practice that is due to be removed: who is told, when it was asked for, shortly before, and when it stays.

It stays open meanwhile: its people read, write and take everything along, and stop what they share, as on any day.
Each of its pages says the day.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import mail
from portal.models.people import Membership, Person
from portal.models.practices import Practice

GRACE = timedelta(days=7)  # between asking for a removal and the removal: time to notice, and to stop it
SHORTLY = timedelta(days=2)  # before its end they are told once more
TOLD = (Role.ADMIN, Role.OFFICER)


def tell(practice_id: UUID) -> None:
    """Let every admin and officer know that there is something new for them: each page of theirs says what."""
    query = (
        select(Person.id, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role.in_(TOLD), Membership.ended_at.is_(None), Person.closed_at.is_(None))
    )
    for person_id, role in {row.id: row.role for row in db.session.execute(query)}.items():
        mail.notify(Actor(person_id, practice_id, Role(role)), person_id, mail.Kind.NOTICE)


def remind() -> None:
    """Tell admins and officers once more whose practice goes shortly; and everybody else there, some each time.

    Everybody else is told twice, too, and not that it stays: what has not left by then never does.
    """
    moment = now()
    is_near = Practice.leaves_at <= moment + SHORTLY, Practice.leaving_said_at.is_(None)
    with unit_of_work(None, writes=False):
        ids = list(db.session.scalars(select(Practice.id).where(*is_near)))
    for practice_id in ids:
        with unit_of_work(practice_id):
            mine = update(Practice).where(Practice.id == practice_id, *is_near).values(leaving_said_at=moment)
            if db.session.execute(mine).rowcount:  # type: ignore[attr-defined]
                tell(practice_id)
    with unit_of_work(None, writes=False):
        due = db.session.scalars(select(Practice).where(Practice.leaves_at > moment)).all()
        ends = {row.id: row.leaves_at for row in due if row.leaves_at}
    for practice_id, leaves_at in ends.items():
        shortly = leaves_at - SHORTLY
        with unit_of_work(practice_id):
            mail.tell_all(practice_id, shortly if shortly <= moment else leaves_at - GRACE, TOLD)
