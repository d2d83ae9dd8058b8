"""An officer who cannot sign in but has the practice kit: in their waiting browser it counts as one who agrees."""

from datetime import datetime
from uuid import UUID

from portal.core.actor import Role
from portal.core.db import let_go, unit_of_work
from portal.core.errors import Invalid
from portal.core.language import lazy
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import account_of
from portal.domain.recovery import browsers, rows
from portal.domain.recovery.helping import agreed
from portal.domain.recovery.kit import open_with_kit
from portal.domain.recovery.rows import State
from portal.models.recovery import RecoveryRequest

NOT_HERE = lazy("That is not the kit in force, or the name that was typed here is no recovery officer's.")


def agree_by_kit(practice_id: UUID, cookie: bytes, kit: str, address: str, *, factors_lost: bool = False) -> datetime:
    """Let the kit open an officer's own way back. Two days pass, or another officer agrees as well.

    Runs units of work of its own, because a try must be counted: call it with nothing unsaved.

    Args:
        practice_id: the practice.
        cookie: of the browser that waits.
        kit: what is on the paper.
        address: of the network.
        factors_lost: their second step is lost, too: it is not asked from then on. The only officer has nobody else who
            could say so.

    Returns:
        from when on this browser goes on.

    Raises:
        Invalid: on `kit`, one sentence for every cause.
        TooSoon: too many tries from this address.
    """
    let_go()
    with unit_of_work(practice_id):
        tries.knock(practice_id, tries.of_address(practice_id, address))
    with unit_of_work(practice_id):
        row = rows.one(RecoveryRequest.cookie_hash == browsers.name_of(cookie), locked=True)
        account = account_of(row.person_id) if row and row.person_id else None
        if row is None or account is None or Role.OFFICER not in account.roles or rows.state_of(row) is not State.ASKED:
            raise Invalid("kit", NOT_HERE)
        try:
            recovery_keys = open_with_kit(kit)
        except Invalid:
            raise Invalid("kit", NOT_HERE) from None
        return agreed(account.acting(practice_id), row, recovery_keys, factors_lost=factors_lost)
