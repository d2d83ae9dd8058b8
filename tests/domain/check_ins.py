"""Checking in on a certain evening, for the tests of check-ins."""

from datetime import UTC, datetime

import time_machine

from portal.domain import mood
from tests.acts import at_work

TUESDAY = datetime(2025, 11, 18, 20, 0, tzinfo=UTC)


def check_in(actor, level, line="", *, at=TUESDAY, words=None, **more):
    with time_machine.travel(at, tick=False), at_work(actor):
        return mood.check_in(actor, level, words or mood.Words.checked(line), **more)


def recent(actor, at=TUESDAY):
    with time_machine.travel(at, tick=False), at_work(actor):
        return mood.today(actor).week
