"""Invitations: a link and a spoken code, handed over in person. Together they open a person's first keys."""

from portal.domain.invitations.inviting import LIVES, Slip, fresh_slip, invite, renew, slip
from portal.domain.invitations.joining import OVER, Guest, WayBack, join, look_in, stands
from portal.domain.invitations.standing import NOBODY, OpenOne, OpenOnes, expire, open_ones, take_back, withdraw

__all__ = [
    "LIVES",
    "NOBODY",
    "OVER",
    "Guest",
    "OpenOne",
    "OpenOnes",
    "Slip",
    "WayBack",
    "expire",
    "fresh_slip",
    "invite",
    "join",
    "look_in",
    "open_ones",
    "renew",
    "slip",
    "stands",
    "take_back",
    "withdraw",
]
