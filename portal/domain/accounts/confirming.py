"""Asking for the password once more, and the second factor of whoever has one, before what is sensitive."""

from portal.core.db import let_go, unit_of_work
from portal.core.errors import Invalid, Locked
from portal.core.language import _
from portal.domain import factors, sessions
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import account_of, opened
from portal.domain.accounts.second_step import refused
from portal.domain.audit import Event, record
from portal.domain.factors import Answer
from portal.domain.sessions import Visitor

NO_ANSWER = Answer()


def prove(visitor: Visitor, password: str, answer: Answer = NO_ANSWER) -> bytes:
    """Make sure that it is still the same person. Runs units of work of its own, and grows the waits of signing in.

    Returns:
        the session's new cookie, 32 bytes.

    Raises:
        Invalid: on `password`, or on `code` of the second factor.
        TooSoon: too many tries.
    """
    let_go()
    actor = visitor.acting_as(min(visitor.roles))
    with unit_of_work(actor.practice_id):
        account = account_of(actor.person_id)
        if account is None:
            raise Locked("no such account")
        has_factor = factors.has(actor.person_id)
        doors = [tries.of_account(actor.practice_id, account.sign_in_name)]
        doors += [tries.of_factor(actor.practice_id, actor.person_id)] if has_factor else []
        tries.knock(actor.practice_id, *doors)
    refusal = Invalid("password", _("That is not your password now."))
    with unit_of_work(actor.practice_id):
        if opened(account.principal_id, password):
            tries.opened(doors[0])
            problem = refused(actor, answer) if has_factor else None
            if problem is None:
                tries.opened(*doors)
                record(actor, Event.PROVED_AGAIN, about_id=actor.person_id)
                return sessions.prove(visitor)
            refusal = problem
        else:
            record(actor, Event.SIGN_IN_FAILED, about_id=actor.person_id)
    raise refusal
