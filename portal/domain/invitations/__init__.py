"""Invitations: a link and a spoken code, handed over in person. Together they open a person's first keys."""

from portal.domain.invitations.inviting import LIVES, Slip, invite, renew
from portal.domain.invitations.joining import OVER, Guest, WayBack, join, look_in, stands

__all__ = ["LIVES", "OVER", "Guest", "Slip", "WayBack", "invite", "join", "look_in", "renew", "stands"]
