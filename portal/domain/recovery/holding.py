"""Opening the recovery key: through an officer's own keys."""

from portal.core.actor import Actor, Role
from portal.core.crypto import Keys
from portal.core.errors import Forbidden
from portal.domain import vault


def open_key(officer: Actor) -> Keys:
    """The practice's recovery key, through the officer's own.

    Raises:
        Forbidden: not acting as an officer.
        Locked: an officer by name, whom nobody has let hold the key yet.
    """
    if officer.role is not Role.OFFICER:
        raise Forbidden
    return vault.open_held(vault.practice_principal("recovery").id, officer.unlocked())


def holds_key(officer: Actor) -> bool:
    """Whether this officer's keys open the recovery key."""
    return officer.unlocked().principal_id in vault.holders(vault.practice_principal("recovery").id)
