"""Reminders a client sets: quiet when it is done, at most one mail a day, and silent after three without an answer."""

from portal.domain.reminders.ringing import is_over, ring, sweep
from portal.domain.reminders.rules import About, Rule
from portal.domain.reminders.setting import MOST, Line, Today, end, mine, recount, set, today  # noqa: A004 - reminders.set

__all__ = [
    "MOST",
    "About",
    "Line",
    "Rule",
    "Today",
    "end",
    "is_over",
    "mine",
    "recount",
    "ring",
    "set",
    "sweep",
    "today",
]
