"""Invitations: a link and a spoken code, handed over in person. Together they open a person's first keys."""

from portal.domain.invitations.inviting import Slip, fresh_slip, invite, renew, slip, slip_anew
from portal.domain.invitations.joining import OVER, Guest, WayBack, join, look_in, stands
from portal.domain.invitations.many import Seat, invite_many, pair
from portal.domain.invitations.printing import MOST_NEW, print_new
from portal.domain.invitations.sheets import MOST as SLIPS
from portal.domain.invitations.sheets import Printed, Sheet, last_day, sheet, sheets
from portal.domain.invitations.sheets import ask as ask_sheet
from portal.domain.invitations.sheets import draw as draw_sheet
from portal.domain.invitations.sheets import fetch as fetch_sheet
from portal.domain.invitations.sheets import gather as gather_sheet
from portal.domain.invitations.sheets import keep as keep_sheet
from portal.domain.invitations.sheets import remove as remove_sheet
from portal.domain.invitations.sheets import sweep as sweep_sheets
from portal.domain.invitations.slips import hash_of
from portal.domain.invitations.standing import NOBODY, OpenOne, OpenOnes, expire, open_ones, take_back, withdraw

__all__ = [
    "MOST_NEW",
    "NOBODY",
    "OVER",
    "SLIPS",
    "Guest",
    "OpenOne",
    "OpenOnes",
    "Printed",
    "Seat",
    "Sheet",
    "Slip",
    "WayBack",
    "ask_sheet",
    "draw_sheet",
    "expire",
    "fetch_sheet",
    "fresh_slip",
    "gather_sheet",
    "hash_of",
    "invite",
    "invite_many",
    "join",
    "keep_sheet",
    "last_day",
    "look_in",
    "open_ones",
    "pair",
    "print_new",
    "remove_sheet",
    "renew",
    "sheet",
    "sheets",
    "slip",
    "slip_anew",
    "stands",
    "sweep_sheets",
    "take_back",
    "withdraw",
]
