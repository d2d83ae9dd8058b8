"""Who may be mailed from a list, and for which roles one invites; joining is each person's own choice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, TooSoon
from portal.domain import accounts, contact, invitations, mail, rosters, vault
from portal.domain.contact import Mode
from portal.domain.limits import LIMITS, Act, Limit
from portal.domain.rosters import Group, Stage, making
from portal.models.mail import Message
from portal.models.outbox import JobRow
from tests.cast import add_person, found_practice
from tests.domain.slips import PASSWORD
from tests.domain.test_rosters import bring, looked, prepare, seats, seats_here, work
from tests.summary_stories import here

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def test_links_are_mailed_only_when_asked_and_once(olga, box):
    roster_id = bring(olga, "Name,E-mail\nAna,ana@example.org\nBen,ben@example.org\n")
    prepare(olga, roster_id, may_be_mailed=True)
    work(olga, roster_id)
    messages = lambda: here(olga, lambda: db.session.scalar(select(func.count()).select_from(Message)))  # noqa: E731
    assert messages() == 0, "nothing is sent by preparing"
    ana, _ = seats(olga, roster_id)
    here(olga, invitations.join, ana.token, ana.code, "Ana", PASSWORD, "practice")
    assert here(olga, rosters.send, olga, roster_id) == 2
    sent = work(olga, roster_id)
    assert (sent.stage, sent.mailed, messages()) == (Stage.READY, 2, 1), "who has joined gets none"
    with pytest.raises(Conflict):
        here(olga, rosters.send, olga, roster_id)
    with unit_of_work(olga.practice_id):
        assert contact.mode_of(ana.person_id) is Mode.NONE, "who joins and chooses no mail has none"


@pytest.mark.parametrize(
    ("text", "ticked", "modes"),
    [
        ("Name,E-mail\nAna,ana@a.org\nBen,ben@a.org\n", False, "none none"),
        ("Name,E-mail\nAna,ana@a.org\nBen,ben@a.org\n", True, "plain plain"),
        ("Name,E-mail,May be mailed\nAna,ana@a.org,yes\nBen,ben@a.org,\n", False, "none none"),
        ("Name,E-mail,May be mailed\nAna,ana@a.org,yes\nBen,ben@a.org,\n", True, "plain none"),
    ],
)
def test_nobody_is_mailed_from_a_list_unless_one_tick_says_that_they_may_be(olga, box, text, ticked, modes):
    roster_id = bring(olga, text)
    prepare(olga, roster_id, may_be_mailed=ticked)
    work(olga, roster_id)
    made = seats(olga, roster_id)
    with unit_of_work(olga.practice_id):
        assert [contact.mode_of(seat.person_id) for seat in made] == modes.split()
        assert [contact.own_mode_of(seat.person_id) for seat in made] == ["none", "none"]
        assert mail.notify(olga, made[0].person_id, mail.Kind.NOTICE) is None, "they have chosen nothing yet"
    if "plain" not in modes:
        with pytest.raises(Conflict, match="Everybody gets a slip"):
            here(olga, rosters.send, olga, roster_id)
    assert here(olga, rosters.to_mail, olga, roster_id) == modes.split().count("plain")


def test_mails_of_lists_leave_in_turn_and_a_list_for_which_there_is_no_room_waits_whole(olga, box, monkeypatch):
    monkeypatch.setattr(making, "AT_ONCE", 1)
    every = timedelta(seconds=6)
    monkeypatch.setitem(LIMITS, Act.MAILS, Limit(4, every))
    lists = [bring(olga, "Name,E-mail\n" + "".join(f"P{n},{n}.{at}@a.org\n" for n in range(2))) for at in range(3)]
    with time_machine.travel(NOON, tick=False) as clock:
        for roster_id in lists:
            prepare(olga, roster_id, may_be_mailed=True)
            work(olga, roster_id)
        for roster_id in lists[:2]:
            here(olga, rosters.send, olga, roster_id)
            work(olga, roster_id)
        with pytest.raises(TooSoon, match="12 s"):
            here(olga, rosters.send, olga, lists[2])
        assert here(olga, rosters.card, olga, lists[2]).mailed_at is None
        with unit_of_work(olga.practice_id):
            found = db.session.execute(
                select(Message.not_before, JobRow.bundle_until).join(JobRow, JobRow.id == Message.job_id)
            )
            moments = sorted((leaves - NOON, until - leaves) for leaves, until in found)
        assert moments == [(every * at, timedelta(hours=1)) for at in range(4)], (
            "a link waits for its turn, and an hour"
        )
        clock.shift(12)
        assert here(olga, rosters.send, olga, lists[2]) == 2


def test_a_list_invites_for_every_role_but_that_of_somebody_a_client_trusts(olga):
    said = ("", "Therapist", "admin", "Therapist-and-Admin", "recovery officer", "confidant", "someone you trust")
    roster_id = bring(
        olga, "Name,Sign-in name,Role\n" + "".join(f"P{at},p-{at},{role}\n" for at, role in enumerate(said))
    )
    assert [one.row.role for one in looked(olga, roster_id).of(Group.FIX)] == ["confidant", "someone you trust"]
    prepare(olga, roster_id)
    work(olga, roster_id)
    found = [here(olga, accounts.roles_of, seat.person_id) for seat in seats(olga, roster_id)]
    both = {Role.THERAPIST, Role.ADMIN}
    assert found == [{Role.CLIENT}, {Role.THERAPIST}, {Role.ADMIN}, both, {Role.OFFICER}]
    with unit_of_work(olga.practice_id):
        recovery = vault.practice_principal("recovery").id
        held = [recovery in vault.holders(vault.principal_of(one.person_id).id) for one in seats_here(olga, roster_id)]
    assert held == [False, True, True, True, True]
