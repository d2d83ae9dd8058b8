"""Recovery: the way back in. Who holds the practice's recovery key, and what it is used for."""

from portal.domain.accounts.officers import LAST, Officer, end_officer, officers
from portal.domain.accounts.officers import is_last_officer as is_last
from portal.domain.recovery.holding import candidates, holds_key, make_officer, open_key

__all__ = [
    "LAST",
    "Officer",
    "candidates",
    "end_officer",
    "holds_key",
    "is_last",
    "make_officer",
    "officers",
    "open_key",
]
