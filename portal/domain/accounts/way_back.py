"""The recovery code: a way back in for whoever wrote it down."""

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import NotFresh
from portal.domain import mail, vault
from portal.domain.audit import Event, record
from portal.domain.sessions import Visitor
from portal.models.vault import Lock


def new_recovery_code(visitor: Visitor) -> str:
    """A code that opens the person's keys when the password is forgotten. Shown once; the one before stops working.

    Only soon after the password was given, so that a session left open gives nobody a lasting key (ASVS 5.0: 7.5.1).

    Returns:
        130 bits in groups, to be written down.

    Raises:
        NotFresh: the password was given too long ago.
    """
    if not visitor.is_fresh:
        raise NotFresh
    actor = visitor.acting_as(min(visitor.roles))
    code = vault.new_code(actor.unlocked())
    record(actor, Event.RECOVERY_CODE_MADE, about_id=actor.person_id)
    mail.alarm(actor)
    return code


def has_recovery_code(actor: Actor) -> bool:
    """Whether the person has taken a code yet."""
    query = select(Lock.kind).where(Lock.principal_id == actor.unlocked().principal_id, Lock.kind == "code")
    return db.session.scalar(query) is not None
