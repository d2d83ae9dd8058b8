"""Asking for the password once more, before what a session left open must not do."""

from portal.core.db import let_go, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.domain import sessions
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import account_of, opened
from portal.domain.audit import Event, record
from portal.domain.sessions import Visitor


def prove(visitor: Visitor, password: str) -> bytes:
    """Make sure that it is still the same person. Runs units of work of its own, and grows the waits of signing in.

    Returns:
        the session's new cookie, 32 bytes.

    Raises:
        Invalid: on `password`.
        TooSoon: too many tries.
    """
    let_go()
    actor = visitor.acting_as(min(visitor.roles))
    with unit_of_work(actor.practice_id):
        account = account_of(actor.person_id)
        if account is None:
            raise Locked("no such account")
        door = tries.of_account(actor.practice_id, account.sign_in_name)
        tries.knock(actor.practice_id, door)
    with unit_of_work(actor.practice_id):
        if opened(account.principal_id, password):
            tries.opened(door)
            record(actor, Event.PROVED_AGAIN, about_id=actor.person_id)
            return sessions.prove(visitor)
        record(actor, Event.SIGN_IN_FAILED, about_id=actor.person_id)
    raise Invalid("password", "That is not your password now.")
