"""The second step of signing in: half a session becomes a whole one when the second factor is right, and only then."""

from portal.core.actor import STAFF, Actor
from portal.core.db import let_go, unit_of_work
from portal.core.errors import Invalid, NotSignedIn
from portal.domain import factors
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import account_of, begin_whole
from portal.domain.audit import Event, record
from portal.domain.factors import Answer
from portal.domain.sessions import Half, halfway


def finish(half: Half, answer: Answer, address: str) -> bytes:
    """Begin the session. Runs units of work of its own, because a refusal must be remembered.

    Args:
        half: whose password was right.
        answer: the second factor.
        address: of the network, as for `sign_in`.

    Returns:
        the session's cookie, 32 bytes: never the one of the half.

    Raises:
        Invalid: on `code`, with what to do.
        TooSoon: too many tries, for this account's second factor or from this address.
        NotSignedIn: the half has ended meanwhile, or was finished in another window.
    """
    let_go()
    doors = tries.of_factor(half.practice_id, half.person_id), tries.of_address(half.practice_id, address)
    with unit_of_work(half.practice_id):
        tries.knock(half.practice_id, *doors)
    with unit_of_work(half.practice_id):
        account = account_of(half.person_id)
        if account is None or not halfway.hold(half):
            raise NotSignedIn
        role = next(iter(sorted(account.roles & STAFF)), account.role)
        if (refusal := refused(Actor(half.person_id, half.practice_id, role, half.keys), answer)) is None:
            halfway.end(half)
            tries.opened(*doors)
            return begin_whole(half.practice_id, account, half.keys)
    raise refusal


def refused(actor: Actor, answer: Answer) -> Invalid | None:
    """Take the second factor; the refusal, written down, when it is not right."""
    try:
        factors.check(actor, answer)
    except Invalid as problem:
        record(actor, Event.FACTOR_REFUSED, about_id=actor.person_id)
        return problem
    return None
