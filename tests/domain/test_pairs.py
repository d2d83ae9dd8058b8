"""Two people are two: long enough here and in the role, and not brought by one hand within thirty days (A4, ADR 23)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from portal.core.actor import Actor, Role
from portal.core.clock import living_at, now
from portal.core.db import db
from portal.core.errors import Conflict
from portal.domain import accounts, emergency, invitations, progress_notes, recovery, retention, sessions
from portal.domain.accounts.pairs import HANDS, STANDING
from portal.domain.emergency import Covers, Reason
from portal.domain.recovery import State
from portal.models.people import Membership, Person
from portal.models.retention import Retention
from tests.cast import also_an_officer
from tests.domain.test_recovery import by_kit
from tests.recovery_stories import agreed, asked
from tests.summary_stories import here

PASSWORD = "four lanterns along the quay"
MOMENT = timedelta(seconds=1)


def joined(admin, name, role, *, also=(), days=0):
    """Invited by this admin, and joined so many days later: acting in that role."""
    slip = here(admin, invitations.invite, admin, name, f"{name.lower()}@example.org", role, also=also)
    with living_at(now() + timedelta(days=days)):
        session = here(admin, invitations.join, slip.token, slip.code, name, PASSWORD)
        return here(admin, lambda: sessions.open_with(session).acting_as(role))


def are_two(first, second, asked_at=None):
    return here(second, accounts.are_two, first.person_id, second, asked_at or now())


def asks(officer, client):
    case_id = uuid4()
    here(officer, emergency.ask, officer, client.person_id, Covers.RECORD, Reason.ABSENT, 8, case_id)
    return case_id


def test_a_second_account_of_ones_own_is_no_second_person_anywhere(cast):
    """The admin who is an officer, too, invites "Dr Nobody" as an admin, joins as them, and makes them an officer."""
    olga = also_an_officer(cast.olga)
    nobody = joined(cast.olga, "Nobody", Role.THERAPIST, also=[Role.ADMIN])
    here(olga, lambda: recovery.make_officer(olga, nobody.person_id, by_kit()))
    as_admin, as_officer = (Actor(nobody.person_id, nobody.practice_id, role, nobody.keys) for role in (
        Role.ADMIN, Role.OFFICER
    ))  # fmt: skip
    here(cast.mara, progress_notes.write, cast.mara, cast.ana.person_id, "Session 7.")
    with living_at(now() + STANDING + MOMENT):  # they have been here long enough; whose hands they came through counts
        cookie, request_id = agreed(cast.ana, olga)
        with pytest.raises(Conflict, match="The two days run on"):
            here(as_officer, recovery.agree, as_officer, request_id)
        assert here(olga, recovery.waiting, cookie).state is State.AGREED
        for first, second in ((olga, as_admin), (olga, as_officer), (as_officer, cast.olga)):
            case_id = asks(first, cast.ana)
            assert "Another officer or admin answers" in here(second, emergency.case, second, case_id).why_not
            with pytest.raises(Conflict, match="Another officer or admin answers"):
                here(second, emergency.allow, second, case_id)
            here(second, emergency.decline, second, case_id)
        here(cast.olga, _gone, cast.ana)
        here(cast.olga, retention.ask_early, cast.olga, cast.ana.person_id, "asked")
        with pytest.raises(Conflict, match="Another admin says yes"):
            here(as_admin, retention.confirm_early, as_admin, cast.ana.person_id)
        tova = here(cast.tova, recovery.agree, cast.tova, request_id)  # somebody else is a second officer
        assert tova <= now()


def _gone(client):
    db.session.add(
        Retention(practice_id=client.practice_id, client_id=client.person_id, reason="ended", last_on=now().date())
    )


@pytest.mark.parametrize("whose", ["joining", "role"])
def test_the_second_was_here_and_in_the_role_for_two_days_before_it_was_asked(cast, whose):
    moment = now()
    kept, who = (Person.joined_at, Person.id) if whose == "joining" else (Membership.since, Membership.person_id)
    for since, is_second in ((moment - STANDING, True), (moment - STANDING + MOMENT, False)):
        change = update(kept.class_).where(who == cast.olga.person_id).values({kept.key: since})
        here(cast.olga, db.session.execute, change)
        assert are_two(cast.tova, cast.olga, moment) is is_second
    case_id = asks(cast.tova, cast.ana)
    with living_at(now() + timedelta(hours=60)), pytest.raises(Conflict):  # to wait after asking helps nobody
        here(cast.olga, emergency.allow, cast.olga, case_id)


def test_a_role_that_has_ended_and_a_role_that_is_another_are_none(cast):
    assert are_two(cast.tova, cast.olga)
    assert not are_two(cast.olga, cast.olga)
    assert not are_two(cast.tova, Actor(cast.olga.person_id, cast.olga.practice_id, Role.OFFICER, cast.olga.keys))
    ended = update(Membership).where(Membership.person_id == cast.olga.person_id).values(ended_at=now())
    here(cast.olga, db.session.execute, ended)
    assert not are_two(cast.tova, cast.olga)


def test_two_founders_of_whom_one_invited_the_other_can_work_after_thirty_days(cast):
    """Both ways round; what counts is when they joined, so that no invitation is laid by and used late."""
    begun = now()
    rui = joined(cast.olga, "Rui", Role.ADMIN, days=10)
    olga = also_an_officer(cast.olga)
    for days, is_second in ((39, False), (41, True)):
        asked_at = begun + timedelta(days=days)
        assert are_two(olga, rui, asked_at) is is_second
        assert are_two(rui, olga, asked_at) is is_second


def test_hands_reach_through_others_and_two_puppets_of_one_are_one(cast):
    """One account makes another, which makes a third; and one makes two, who then agree with each other."""
    first = joined(cast.olga, "First", Role.ADMIN)
    other = joined(cast.olga, "Other", Role.ADMIN)
    third = joined(first, "Third", Role.ADMIN)
    soon, later = now() + STANDING + MOMENT, now() + HANDS + MOMENT
    for one, two in ((cast.olga, third), (third, cast.olga), (first, other), (third, other)):
        assert not are_two(one, two, soon)
        assert are_two(one, two, later)
    assert are_two(cast.tova, third, soon)


def test_a_role_given_later_and_a_colleagues_account_taken_over_count_as_well(cast):
    vera = cast.vera
    here(cast.olga, accounts.begin_role, cast.olga, vera.person_id, Role.ADMIN)
    as_admin = Actor(vera.person_id, vera.practice_id, Role.ADMIN, vera.keys)
    soon = now() + STANDING + MOMENT
    assert not are_two(cast.olga, as_admin, soon)
    assert are_two(cast.tova, as_admin, soon)
    cookie, pairing = asked(cast.olga)  # Tova lets a browser of her own wait in Olga's name
    found = here(cast.tova, recovery.find, cast.tova, pairing)
    here(cast.tova, recovery.agree, cast.tova, found.id, pairing)
    assert are_two(cast.tova, cast.olga, soon), "nobody has come in by it yet"
    with living_at(soon):
        recovery.come_back(cast.olga.practice_id, cookie, PASSWORD)
    assert not are_two(cast.tova, cast.olga, soon + MOMENT)
    assert are_two(cast.tova, cast.olga, soon + HANDS + MOMENT)
