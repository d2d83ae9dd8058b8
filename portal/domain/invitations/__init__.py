"""Invitations: a link and a spoken code, handed over in person. Together they open a person's first keys."""

from portal.domain.invitations.inviting import LIVES, Slip, fresh_slip, invite, renew, slip
from portal.domain.invitations.joining import OVER, Guest, WayBack, join, look_in, stands

__all__ = [
    "LIVES",
    "OVER",
    "Guest",
    "Slip",
    "WayBack",
    "fresh_slip",
    "invite",
    "join",
    "look_in",
    "renew",
    "slip",
    "stands",
]
