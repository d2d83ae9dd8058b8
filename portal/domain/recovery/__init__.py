"""Recovery: the way back in. Who holds the practice's recovery key, what it is used for, and how that is told."""

from portal.domain.accounts.officers import LAST, Officer, candidates, end_officer, make_officer, officers
from portal.domain.accounts.officers import is_last_officer as is_last
from portal.domain.accounts.requests import STANDS
from portal.domain.recovery.anew import is_closed, is_closed_thing, reopen
from portal.domain.recovery.asking import Waiting, ask, come_back, come_back_with_code, waiting
from portal.domain.recovery.by_kit import agree_by_kit
from portal.domain.recovery.hastening import hasten
from portal.domain.recovery.helping import (
    Desk,
    Request,
    Told,
    agree,
    call_off,
    desk,
    find,
    let_begin_anew,
    taken_up,
    told,
    veto,
)
from portal.domain.recovery.holding import holds_key, open_key
from portal.domain.recovery.kit import (
    ASKED_GROUP,
    Drill,
    Paper,
    confirm_kit,
    drill,
    is_set_up,
    kit_is_open,
    make_officer_by_kit,
    new_kit,
    open_with_kit,
    paper_of,
    try_kit,
    try_own_key,
    untried,
)
from portal.domain.recovery.modes import is_assisted, let_help, only_me
from portal.domain.recovery.rows import State, put_off, sweep

__all__ = [
    "ASKED_GROUP",
    "LAST",
    "STANDS",
    "Desk",
    "Drill",
    "Officer",
    "Paper",
    "Request",
    "State",
    "Told",
    "Waiting",
    "agree",
    "agree_by_kit",
    "ask",
    "call_off",
    "candidates",
    "come_back",
    "come_back_with_code",
    "confirm_kit",
    "desk",
    "drill",
    "end_officer",
    "find",
    "hasten",
    "holds_key",
    "is_assisted",
    "is_closed",
    "is_closed_thing",
    "is_last",
    "is_set_up",
    "kit_is_open",
    "let_begin_anew",
    "let_help",
    "make_officer",
    "make_officer_by_kit",
    "new_kit",
    "officers",
    "only_me",
    "open_key",
    "open_with_kit",
    "paper_of",
    "put_off",
    "reopen",
    "sweep",
    "taken_up",
    "told",
    "try_kit",
    "try_own_key",
    "untried",
    "veto",
    "waiting",
]
