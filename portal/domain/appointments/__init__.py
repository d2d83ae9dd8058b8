"""Appointments: when a therapist meets whom. What is "next" and what "since last time" means follows from them."""

from portal.domain.appointments import feed
from portal.domain.appointments.arranging import add, cancel, move, slot, sweep, undo
from portal.domain.appointments.looking import (
    Appointment,
    goes_on,
    last_of,
    next_for_me,
    next_of,
    of_day,
    of_days,
    one,
    today,
)
from portal.domain.appointments.rules import KINDS, LONGEST, MOST, SHORTEST, Kind, Repeat, Slot

__all__ = [
    "KINDS",
    "LONGEST",
    "MOST",
    "SHORTEST",
    "Appointment",
    "Kind",
    "Repeat",
    "Slot",
    "add",
    "cancel",
    "feed",
    "goes_on",
    "last_of",
    "move",
    "next_for_me",
    "next_of",
    "of_day",
    "of_days",
    "one",
    "slot",
    "sweep",
    "today",
    "undo",
]
