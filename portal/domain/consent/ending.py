"""When something that is open to a therapist ends next: asked for the whole list at once, without opening any words."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from portal.core.actor import Actor
from portal.core.db import db
from portal.domain.access import live, readable, usable
from portal.models.people import Person
from portal.models.vault import Grant, ItemKey, Principal

mine, theirs = aliased(Principal), aliased(Principal)  # made once: making one takes longer than asking with it


def first_ends(actor: Actor) -> dict[UUID, datetime]:
    """Of each client, when the first consent to this therapist ends by its day that has anything open under it now.

    What opens later, and a standing consent under which nothing was written yet, are not told by it.

    Args:
        actor: a therapist.
    """
    has_something = exists().where(ItemKey.grant_id == Grant.id, usable()).correlate(Grant)
    query = (
        select(theirs.person_id, func.min(Grant.expires_at))
        .select_from(Grant)
        .join(mine, mine.id == Grant.reader_id)
        .join(theirs, theirs.id == Grant.owner_id)
        .where(mine.person_id == actor.person_id, Grant.expires_at.is_not(None), live(), has_something)
        .where(readable(Person, actor).where(Person.id == theirs.person_id).exists().correlate(theirs))
        .group_by(theirs.person_id)
    )
    return {client_id: ends_at for client_id, ends_at in db.session.execute(query) if client_id and ends_at}
