"""The practice kit: two ways to the recovery key from the first day, a new paper, the drill."""

from datetime import timedelta

import pytest

from portal.core.actor import Role
from portal.core.clock import living_at, now
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Forbidden, Invalid, Locked
from portal.core.keyring import ring
from portal.domain import operators, recovery, sessions, vault
from portal.models.practices import Practice
from tests import second_step
from tests.cast import KIT, PASSWORD, add_person, found_practice
from tests.domain.test_practices import ASKED, a_token, owner_of
from tests.domain.test_recovery import as_officer
from tests.recovery_stories import ADDRESS, asked


@pytest.fixture
def founded(house):
    """The founder as an officer, and the kit as it was shown."""
    practice_id, kit = operators.set_up(a_token(), *ASKED)
    return as_officer(owner_of(practice_id)), kit


def group(kit):
    return kit.split("-")[recovery.ASKED_GROUP - 1]


def recovery_id():
    return vault.practice_principal("recovery").id


def test_set_up_is_not_finished_before_there_are_two_ways_in(founded):
    """T27: an officer from the first second, and a kit on paper; neither alone is enough."""
    officer, first = founded
    with unit_of_work(officer.practice_id):
        assert [one.id for one in recovery.officers()] == [officer.person_id]
        assert recovery.kit_is_open(officer)
        assert not recovery.is_set_up()
        second = recovery.new_kit(officer)
        with pytest.raises(Invalid):
            recovery.confirm_kit(officer, first, group(first))  # a newer one was made
        for typed in ("", "XXXXX", "x" * 10_000):
            with pytest.raises(Invalid):
                recovery.confirm_kit(officer, second, typed)
        assert not recovery.is_set_up()
        recovery.confirm_kit(officer, second, group(second).lower())
    with unit_of_work(officer.practice_id):
        assert recovery.is_set_up()
        recovery.confirm_kit(officer, second, "anything: it is confirmed")
        assert recovery.open_key(officer) == vault.open_with_code(recovery_id(), second)
        with pytest.raises(Conflict):
            recovery.end_officer(officer, officer.person_id)


def test_confirming_a_kit_keeps_every_officer_and_ends_what_opened_before(founded):
    officer, kit = founded
    mara = add_person(officer.practice_id, "Mara", Role.THERAPIST)
    with unit_of_work(officer.practice_id):
        recovery.make_officer(officer, mara.person_id, recovery.open_key(officer))
        before = recovery.open_key(officer)
        recovery.confirm_kit(officer, kit, group(kit))
    with unit_of_work(officer.practice_id):
        now_open = recovery.open_key(officer)
        assert now_open == recovery.open_key(as_officer(mara)) != before
        assert vault.open_held(mara.keys.principal_id, now_open) == mara.keys  # what it holds went along
        with pytest.raises(Locked):
            vault.open_held(mara.keys.principal_id, before)


def test_an_officer_makes_a_new_kit_and_the_lost_paper_opens_nothing(founded):
    officer, lost = founded
    with unit_of_work(officer.practice_id):
        recovery.confirm_kit(officer, lost, group(lost))
    with unit_of_work(officer.practice_id):
        kit = recovery.new_kit(officer)
        assert not recovery.is_set_up()
        with pytest.raises(Invalid):
            recovery.open_with_kit(lost)
        recovery.confirm_kit(officer, kit, group(kit))
        assert recovery.is_set_up()


def test_a_second_admin_has_nothing_to_do_with_the_kit(founded):
    officer, _kit = founded
    rosa = add_person(officer.practice_id, "Rosa", Role.ADMIN)
    with unit_of_work(officer.practice_id):
        assert not recovery.kit_is_open(rosa)
        with pytest.raises(Forbidden):
            recovery.new_kit(rosa)
        with pytest.raises(Invalid):
            recovery.make_officer_by_kit(rosa, rosa.person_id, "7H3K9-WRONG")


def test_with_the_paper_an_admin_lets_somebody_hold_the_key(cast):
    with unit_of_work(cast.olga.practice_id):
        with pytest.raises(Forbidden):
            recovery.make_officer_by_kit(cast.mara, cast.mara.person_id, KIT)
        recovery.make_officer_by_kit(cast.olga, cast.mara.person_id, KIT.lower().replace("-", " "))
        assert {one.name for one in recovery.officers()} == {"Tova", "Mara"}


def test_the_pepper_is_on_the_paper_of_a_practice_alone_and_of_no_other(founded):
    officer, kit = founded
    with unit_of_work(officer.practice_id):
        alone = recovery.paper_of(kit)
    assert alone.pepper == ring().pepper.hex()
    assert alone.words.splitlines() == ["harbour kit 1", kit, alone.pepper]
    made_up = found_practice("made-up")
    with unit_of_work(made_up):
        db.session.get(Practice, made_up).is_made_up = True
    with unit_of_work(officer.practice_id):
        assert recovery.paper_of(kit) == alone, "a made-up practice beside it is nobody's"
    with unit_of_work(made_up):
        assert recovery.paper_of(kit).pepper == ""
    found_practice("oak")
    with unit_of_work(officer.practice_id):
        shared = recovery.paper_of(kit)
    assert shared.pepper == ""
    assert ring().pepper.hex() not in shared.words


def test_the_drill_opens_each_way_once_a_year(founded):
    officer, kit = founded
    with unit_of_work(officer.practice_id):
        recovery.confirm_kit(officer, kit, group(kit))
        assert not recovery.drill(officer).is_due, "their own key opened it for the kit"
        with living_at(now() + timedelta(days=366)):
            assert recovery.drill(officer).is_due
            recovery.try_own_key(officer)
            with pytest.raises(Invalid):
                recovery.try_kit(officer, kit[:-1])
            recovery.try_kit(officer, kit.replace("0", "O").lower())
            assert not recovery.drill(officer).is_due


def test_an_officer_who_lost_the_password_comes_back_by_the_kit_after_two_days_and_nobody_else_does(cast):
    """In their own waiting browser; a client's, a name nobody has and another code get the same sentence."""
    cookie, _ = asked(cast.tova)
    for other, kit in ((cookie, KIT[:-1]), (asked(cast.ana)[0], KIT), (asked(cast.ana, "nobody")[0], KIT), (b"", KIT)):
        with pytest.raises(Invalid, match="no recovery officer's"):
            recovery.agree_by_kit(cast.tova.practice_id, other, kit, ADDRESS)
    ready_at = recovery.agree_by_kit(cast.tova.practice_id, cookie, KIT.lower(), ADDRESS)
    assert ready_at - now() > timedelta(hours=47)
    with unit_of_work(cast.tova.practice_id, writes=False):
        (told,) = recovery.told(cast.tova)
        assert told.by == "Somebody with the practice kit"
    with pytest.raises(Invalid):
        recovery.come_back(cast.tova.practice_id, cookie, PASSWORD)
    with living_at(ready_at):
        session = second_step.finished(cast.tova, recovery.come_back(cast.tova.practice_id, cookie, PASSWORD))
        with unit_of_work(cast.tova.practice_id):
            assert recovery.open_key(sessions.open_with(session).acting_as(Role.OFFICER))
