"""Somebody knew the password: another one, other keys under all that was written, and every session ends."""

from uuid import UUID

from sqlalchemy import select

from portal.core.crypto import Keys
from portal.core.db import db, let_go, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.domain import mail, sessions, vault
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import NOT_NOW, account_of, begin_whole, checked, opened
from portal.domain.audit import Event, record
from portal.domain.sessions import Visitor
from portal.models.vault import Principal


def renew_keys(visitor: Visitor, old: str, new: str) -> tuple[bytes, str]:
    """Everything of one's own is locked anew, in one unit of work: all of it, or nothing has happened.

    Runs units of work of its own, like `sign_in`, and grows the same waits.

    Returns:
        the new session's cookie, and a recovery code: the one on paper does not open the new keys.

    Raises:
        Invalid: on `old_password` or `password`.
        TooSoon: too many tries.
    """
    let_go()
    actor = visitor.acting_as(min(visitor.roles))
    with unit_of_work(actor.practice_id):
        account = account_of(actor.person_id)
        if account is None:
            raise Locked("no such account")
        door = tries.of_account(actor.practice_id, account.sign_in_name)
        new = checked(account, new)
        tries.knock(actor.practice_id, door)
    with unit_of_work(actor.practice_id):
        if keys := opened(account.principal_id, old):
            tries.opened(door)
            fresh, code = _renewed(account.principal_id, keys, new)
            sessions.end_all(actor.person_id)
            record(actor, Event.KEYS_RENEWED, about_id=actor.person_id)
            mail.alarm(actor)
            return begin_whole(actor.practice_id, account, fresh), code
        record(actor, Event.SIGN_IN_FAILED, about_id=actor.person_id)
    raise Invalid("old_password", NOT_NOW)


def _renewed(principal_id: UUID, keys: Keys, password: str) -> tuple[Keys, str]:
    """Whoever could help before can help afterwards, too."""
    held_by = vault.holders(principal_id)
    fresh = vault.rekey(keys)
    vault.set_password(fresh, password)
    for holder in db.session.scalars(select(Principal).where(Principal.id.in_(held_by))).all():
        vault.let_hold(fresh, holder)
    return fresh, vault.new_code(fresh)
