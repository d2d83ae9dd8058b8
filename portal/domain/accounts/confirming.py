"""Asking for the password once more, before what a session left open must not do."""

from portal.core.actor import Actor
from portal.core.db import let_go, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import account_of, opened
from portal.domain.audit import Event, record


def confirm(actor: Actor, password: str) -> None:
    """Make sure that it is still the same person. Runs units of work of its own, and grows the waits of signing in.

    Raises:
        Invalid: on `password`.
        TooSoon: too many tries.
    """
    let_go()
    with unit_of_work(actor.practice_id):
        account = account_of(actor.person_id)
        if account is None:
            raise Locked("no such account")
        door = tries.of_account(actor.practice_id, account.sign_in_name)
        tries.knock(actor.practice_id, door)
    with unit_of_work(actor.practice_id):
        if opened(account.principal_id, password):
            tries.opened(door)
            return
        record(actor, Event.SIGN_IN_FAILED, about_id=actor.person_id)
    raise Invalid("password", "That is not your password now.")
