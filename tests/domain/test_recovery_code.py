"""The recovery code, and that every account is held as its mode says from its first second."""

import pytest

from portal.core.actor import Actor, Role
from portal.core.db import unit_of_work
from portal.core.errors import Invalid
from portal.domain import accounts, invitations, journal, recovery, sessions, vault
from tests.cast import PASSWORD, add_person
from tests.recovery_stories import ADDRESS, consent_keys, name_of

NEW = "four lanterns along the quay"


def test_a_recovery_code_works_in_the_first_session_however_it_is_typed_and_dies_with_use(cast):
    """T24: spaces, case, O for 0, I and L for 1."""
    eve = add_person(cast.ana.practice_id, "Eve", Role.CLIENT, password=PASSWORD)
    with unit_of_work(eve.practice_id):
        code = vault.new_code(eve.keys)
        entry_id = journal.write(eve, "Still here.")
    typed = f"  {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    for name, wrong in ((name_of(eve), code[:-1]), ("nobody@example.org", code), (name_of(cast.ana), code)):
        with pytest.raises(Invalid, match="That didn't match"):
            recovery.come_back_with_code(eve.practice_id, name, wrong, NEW, ADDRESS)
    with pytest.raises(Invalid, match="12 characters"):
        recovery.come_back_with_code(eve.practice_id, name_of(eve), typed, "short", ADDRESS)
    session = recovery.come_back_with_code(eve.practice_id, name_of(eve).upper(), typed, NEW, ADDRESS)
    with unit_of_work(eve.practice_id, writes=False):
        visitor = sessions.open_with(session)
        assert journal.read(visitor.acting_as(Role.CLIENT), entry_id).body == "Still here."
    for password in (PASSWORD, NEW):
        with pytest.raises(Invalid, match="That didn't match"):
            recovery.come_back_with_code(eve.practice_id, name_of(eve), typed, password, ADDRESS)
    with pytest.raises(Invalid):
        accounts.sign_in(eve.practice_id, name_of(eve), PASSWORD, ADDRESS)


def test_every_account_is_held_as_its_mode_says_from_the_first_second(cast):
    """T23: staff invited a moment ago can be helped already; a client only once they have chosen so."""
    with unit_of_work(cast.olga.practice_id):
        slips = {
            role: invitations.invite(cast.olga, f"New {role}", f"new-{role}", role)
            for role in (Role.THERAPIST, Role.ADMIN, Role.OFFICER, Role.CLIENT)
        }
        recovery_id = vault.practice_principal("recovery").id
        held = {
            role: recovery_id in vault.holders(vault.principal_of(slip.person_id).id) for role, slip in slips.items()
        }
    assert held == {Role.THERAPIST: True, Role.ADMIN: True, Role.OFFICER: True, Role.CLIENT: False}
    for way_back, is_held in (("practice", True), ("only_me", False)):
        with unit_of_work(cast.olga.practice_id):
            slip = invitations.invite(cast.olga, "Noor", f"noor-{way_back}", Role.CLIENT)
        with unit_of_work(cast.olga.practice_id, writes=False):
            first = vault.open_invitation(vault.principal_of(slip.person_id).id, slip.code, slip.token)
        before = consent_keys(Actor(slip.person_id, cast.olga.practice_id, Role.CLIENT, first))
        with unit_of_work(cast.olga.practice_id):
            session = invitations.join(slip.token, slip.code, "Noor", PASSWORD, way_back)
        with unit_of_work(cast.olga.practice_id, writes=False):
            noor = sessions.open_with(session).acting_as(Role.CLIENT)
            assert recovery.is_assisted(noor) is is_held
        assert before
        assert not before & consent_keys(noor), "the slip and an old backup open nothing that is written from now on"
