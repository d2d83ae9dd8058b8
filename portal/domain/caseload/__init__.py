"""The caseload: who looks after whom, who waits for somebody, and how much room there is."""

from portal.domain.caseload.pairs import (
    Known,
    Pairing,
    assign,
    begin,
    code_of,
    end,
    finish,
    hold,
    lock_client,
    my_client,
    my_clients,
    my_therapists,
    pairings,
    what_stands,
)
from portal.domain.caseload.places import MOST_PLACES, places, set_places
from portal.domain.caseload.waiting import Waiting, take_on, waiting

__all__ = [
    "MOST_PLACES",
    "Known",
    "Pairing",
    "Waiting",
    "assign",
    "begin",
    "code_of",
    "end",
    "finish",
    "hold",
    "lock_client",
    "my_client",
    "my_clients",
    "my_therapists",
    "pairings",
    "places",
    "set_places",
    "take_on",
    "waiting",
    "what_stands",
]
