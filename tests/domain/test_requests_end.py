"""A request to be helped back in ends: whoever ends it and why, its person is told in one way."""

from portal.core.actor import Role
from portal.core.clock import living_at, now
from portal.domain import recovery
from portal.domain.audit import Event
from portal.domain.recovery import State
from tests.cast import PASSWORD, add_person
from tests.domain.test_mail import choose, deliver
from tests.domain.test_recovery_requests import TWO_DAYS, back_in, events, state
from tests.recovery_stories import agreed, asked


def test_what_waits_ends_when_only_me_is_chosen_or_somebody_has_come_in_and_only_what_was_agreed_to_is_told(cast, box):
    """Each ending writes the same line and asks for the same mail; a request nobody took up ends without a word."""
    eve = add_person(cast.ana.practice_id, "Eve", Role.CLIENT, password=PASSWORD)
    for person in (cast.ana, eve):
        choose(person)
    (first, _), (other, _), (unmet, _) = agreed(cast.ana, cast.tova), agreed(cast.ana, cast.tova), asked(cast.ana)
    waits, _ = agreed(eve, cast.tova)
    asked(eve)
    deliver(eve)
    box.letters.clear()
    recovery.only_me(eve, PASSWORD)
    assert events(eve).count(Event.BACK_IN_STOPPED) == 1
    with living_at(now() + TWO_DAYS):
        back_in(cast.ana, first)
        assert {state(each, eve) for each in (first, other, unmet, waits)} == {State.OVER}
        deliver(eve)
    assert events(cast.ana).count(Event.BACK_IN_STOPPED) == 1
    assert sorted(box.subjects) == ["Sign-in from a new device", "Something new for you"]
