"""Who could open a client's words when the password is lost: the practice can help, or nobody can."""

from portal.core.actor import Actor, Role
from portal.core.db import let_go, unit_of_work
from portal.core.errors import Forbidden, Invalid, Locked
from portal.core.language import _
from portal.domain import accounts, mail, sessions, vault
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import account_of, begin_whole, opened
from portal.domain.accounts.requests import end_requests
from portal.domain.audit import Event, record
from portal.models.recovery import RecoveryRequest


def is_assisted(actor: Actor) -> bool:
    """Whether the practice's recovery key opens this person's keys."""
    return vault.practice_principal("recovery").id in vault.holders(actor.unlocked().principal_id)


def let_help(client: Actor) -> None:
    """From now on the practice can help. Doing it twice changes nothing.

    Raises:
        Forbidden: not a client: for staff the practice can always help, for somebody trusted never.
    """
    if client.role is not Role.CLIENT:
        raise Forbidden
    if not is_assisted(client):
        accounts.trust_the_practice(client.unlocked())
        record(client, Event.HELP_CHOSEN, about_id=client.person_id)
        mail.alarm(client)


def only_me(client: Actor, password: str, *, everything: bool = False) -> tuple[bytes, str]:
    """From now on nobody can help. The keys are made anew: an old backup of what the practice held opens no new seal.

    Every session ends, this browser gets a new one; the recovery code of before is worth nothing. Runs units of work of
    its own, and grows the waits of signing in.

    Args:
        client: with keys.
        password: theirs.
        everything: seal every text anew as well: then no key that was kept from before opens anything in a newer copy
            of the database. It takes as long as there is much; in one unit of work.

    Returns:
        the new session's cookie, and a new recovery code, which is kept nowhere.

    Raises:
        Forbidden: not a client.
        Invalid: on `password`.
        TooSoon: too many tries.
    """
    if client.role is not Role.CLIENT:
        raise Forbidden
    let_go()
    with unit_of_work(client.practice_id):
        account = account_of(client.person_id)
        if account is None:
            raise Locked("no such account")
        door = tries.of_account(client.practice_id, account.sign_in_name)
        tries.knock(client.practice_id, door)
    with unit_of_work(client.practice_id):
        if keys := opened(account.principal_id, password):
            tries.opened(door)
            new = vault.rekey(keys) if everything else vault.rotate(keys)  # every lock dies, the practice's among them
            vault.set_password(new, password)
            if not everything:
                vault.renew(new)  # else an old backup and the recovery key would open what is written from now on
            code = vault.new_code(new)
            end_requests(client, RecoveryRequest.person_id == client.person_id)
            sessions.end_all(client.person_id)
            record(client, Event.ONLY_ME_CHOSEN, about_id=client.person_id)
            mail.alarm(client)
            return begin_whole(client.practice_id, account, new), code
        record(client, Event.SIGN_IN_FAILED, about_id=client.person_id)
    raise Invalid("password", _("That is not your password now."))
