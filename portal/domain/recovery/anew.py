"""After a fresh start: what was there before is closed, and its old password or recovery code opens it again."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor
from portal.core.crypto import Keys
from portal.core.db import db, let_go, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.core.language import lazy
from portal.domain import caseload, consent, vault
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import account_of, opened
from portal.domain.audit import Event, record
from portal.models.vault import Item

NOT_IT = lazy("That opens nothing of yours that is closed. It may be another password, or another code.")


def is_closed(actor: Actor) -> bool:
    """Whether something of theirs is here that nobody can open, until its password or its recovery code is found."""
    return bool(vault.closed_of(actor.person_id))


def is_closed_thing(practice_id: UUID, person_id: UUID, ids: Collection[UUID]) -> bool:
    """Whether one of these is a thing of theirs that the keys of today do not open; in a unit of its own.

    For whoever owns it: of what somebody else has, closed or not, nothing is asked.
    """
    with unit_of_work(practice_id, writes=False):
        before = vault.closed_of(person_id)
        query = select(Item.id).where(Item.owner_id.in_(before), Item.thing_id.in_(ids)).limit(1)
        return bool(before) and db.session.scalar(query) is not None


def reopen(actor: Actor, word: str) -> int:
    """Open again what the password or recovery code of before opens: from then on it is theirs as all else is.

    A standing consent of before goes no further: what came by it stays open, and it is given anew or not at all.
    Runs units of work of its own, because a try must be counted, and grows the waits of signing in.

    Args:
        actor: who began anew, with the keys of today.
        word: the old password, or the old recovery code.

    Returns:
        how many things there were.

    Raises:
        Invalid: on `word`.
        TooSoon: too many tries.
    """
    let_go()
    keys = actor.unlocked()
    with unit_of_work(actor.practice_id):
        account = account_of(actor.person_id)
        if account is None:
            raise Locked("no such account")
        door = tries.of_account(actor.practice_id, account.sign_in_name)
        tries.knock(actor.practice_id, door)
    with unit_of_work(actor.practice_id):
        for before in vault.closed_of(actor.person_id):
            if found := _found(before, word):
                tries.opened(door)
                caseload.hold(actor.person_id)
                stood = consent.standing_under(actor, before)
                count = vault.reunite(keys, found)
                consent.go_no_further(actor, stood)
                record(actor, Event.REUNITED, about_id=actor.person_id)
                return count
        record(actor, Event.SIGN_IN_FAILED, about_id=actor.person_id)
    raise Invalid("word", NOT_IT)


def _found(principal_id: UUID, word: str) -> Keys | None:
    try:
        return vault.open_with_code(principal_id, word)
    except Locked:
        return opened(principal_id, word)
