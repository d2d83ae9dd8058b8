"""The recovery key: who holds it, who lets somebody hold it, and that the last one cannot go."""

import threading

import pytest

from portal.core.actor import Actor, Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from portal.domain import audit, recovery, vault
from portal.domain.audit import Event
from portal.models.vault import Principal
from tests.cast import KIT


def by_kit():
    return vault.open_with_code(vault.practice_principal("recovery").id, KIT)


def as_officer(actor):
    return Actor(actor.person_id, actor.practice_id, Role.OFFICER, actor.keys)


def names():
    return {officer.name for officer in recovery.officers()}


def test_an_officer_opens_the_recovery_key_and_lets_a_colleague_hold_it(cast):
    with unit_of_work(cast.tova.practice_id):
        assert names() == {"Tova"}
        keys = recovery.open_key(cast.tova)
        assert keys.principal_id == vault.practice_principal("recovery").id
        for _ in range(2):  # pressed twice is done once
            recovery.make_officer(cast.tova, cast.mara.person_id, keys)
    with unit_of_work(cast.tova.practice_id):
        assert names() == {"Tova", "Mara"}
        assert recovery.open_key(as_officer(cast.mara)) == keys
        assert [line.event for line in audit.about(cast.mara.person_id, {Event.OFFICER_MADE}, None, 9)] == [
            Event.OFFICER_MADE
        ]


def test_only_who_can_open_the_recovery_key_lets_somebody_hold_it(cast):
    """The name of a role opens nothing, and other keys of the practice are not this one."""
    with unit_of_work(cast.olga.practice_id):
        with pytest.raises(Forbidden):
            recovery.open_key(cast.olga)
        with pytest.raises(Locked):
            recovery.open_key(as_officer(cast.olga))  # by role alone
        with pytest.raises(Forbidden):
            recovery.make_officer(cast.olga, cast.olga.person_id, cast.olga.keys)
        assert not recovery.holds_key(as_officer(cast.olga))
    with unit_of_work(cast.olga.practice_id):
        recovery.make_officer(cast.olga, cast.olga.person_id, by_kit())  # an admin with the paper
    with unit_of_work(cast.olga.practice_id):
        assert names() == {"Tova", "Olga"}


@pytest.mark.parametrize("who", ["ana", "foreign_admin"])
def test_nobody_but_staff_of_this_practice_can_hold_it(cast, who):
    with unit_of_work(cast.tova.practice_id), pytest.raises(Invalid):
        recovery.make_officer(cast.tova, getattr(cast, who).person_id, by_kit())


def test_last_officer_cannot_go_and_the_sentence_says_why(cast):
    """T27: not demoted while nobody else holds the key."""
    with unit_of_work(cast.tova.practice_id):
        assert recovery.is_last(cast.tova.person_id)
        with pytest.raises(Conflict, match="last recovery officer"):
            recovery.end_officer(cast.olga, cast.tova.person_id)
        recovery.make_officer(cast.tova, cast.mara.person_id, by_kit())
    with unit_of_work(cast.tova.practice_id):
        assert not recovery.is_last(cast.tova.person_id)
        recovery.end_officer(cast.mara, cast.tova.person_id)
        recovery.end_officer(cast.mara, cast.tova.person_id)  # twice changes nothing
        assert names() == {"Mara"}
        with pytest.raises(Locked):
            recovery.open_key(cast.tova)
        with pytest.raises(NotFound):
            recovery.end_officer(cast.mara, cast.ana.person_id)


@pytest.mark.on("postgresql")
def test_two_officers_who_end_each_other_at_once_leave_one(house, cast):
    with unit_of_work(cast.tova.practice_id):
        recovery.make_officer(cast.tova, cast.mara.person_id, by_kit())
    refused, together = [], threading.Barrier(2)

    def end(actor, other):
        with house.app_context():
            together.wait()
            try:
                with unit_of_work(actor.practice_id):
                    recovery.end_officer(actor, other.person_id)
            except Conflict as problem:
                refused.append(str(problem))
            db.session.remove()

    pairs = ((cast.tova, cast.mara), (cast.mara, cast.tova))
    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with unit_of_work(cast.tova.practice_id):
        assert (len(names()), len(refused)) == (1, 1)
        assert len(vault.holders(vault.practice_principal("recovery").id)) == 1
        assert db.session.query(Principal).filter_by(kind="recovery").count() == 1
