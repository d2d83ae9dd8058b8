"""What tests of marks have in common: answers that raise one, and everybody's side of it."""

from datetime import UTC, datetime

import pytest
import time_machine

from portal.core.actor import Role
from portal.domain import measures, rhythm, signals
from tests.acts import at_work, share
from tests.cast import add_person

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
ITEM_9 = 8


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def idris(sam, mara):
    """Covers for Mara."""
    colleague = add_person(sam.practice_id, "Idris Cole", Role.THERAPIST)
    with at_work(mara):
        rhythm.keep(mara, [0], [], colleague.person_id, None, 0)
    return colleague


def answer(sam, risk=1):
    """A questionnaire answered, with this much at the question about not wanting to live."""
    pack = next(pack for pack in measures.here().offered() if pack.id == "phq9")
    values = {item.id: risk if at == ITEM_9 else 1 for at, item in enumerate(pack.items)}
    with at_work(sam):
        return measures.keep(sam, pack, values, gaps=True)


def shared(sam, mara, thing_id, *, asked=False, **more):
    share(sam, thing_id, mara, **more)
    with at_work(sam):
        signals.after_sharing(sam, thing_id, mara.person_id, asked=asked)


def ask(sam, mara, thing_id):
    with at_work(sam):
        signals.ask(sam, thing_id, mara.person_id)


def whats(actor):
    with at_work(actor):
        return [(one.client, one.what, one.thing_id) for one in signals.waiting(actor)]


def seen(sam, thing_id):
    with at_work(sam):
        return signals.of_things(sam, [thing_id])


def sweep(actor):
    with at_work(actor):
        signals.sweep()


def first(actor):
    with at_work(actor):
        return signals.waiting(actor)[0].id


def note(actor, signal_id, words="Rang on Monday."):
    with at_work(actor):
        signals.answer(actor, signal_id, words)
