"""What the review found: consents that race the end of an assignment, and shares with somebody who has not joined."""

import threading

import pytest

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import NotFound
from portal.domain import audit, caseload, consent, invitations
from portal.domain.audit import Event
from portal.models.caseload import Assignment


def assignment_of(cast):
    with unit_of_work(cast.ana.practice_id):
        return db.session.query(Assignment).filter_by(therapist_id=cast.mara.person_id).one().id


def reads(cast, entry_id):
    with unit_of_work(cast.mara.practice_id):
        try:
            return bool(consent.read_shared(cast.mara, entry_id))
        except NotFound:
            return False


def test_a_share_that_races_the_end_of_an_assignment_never_wakes_up_again(house, cast):
    """In either order: after the end and a new assignment, nothing is open that was not shared anew."""
    with unit_of_work(cast.ana.practice_id):
        consent.stop_person(cast.ana, cast.mara.person_id)
    assignment_id, shared, ended = assignment_of(cast), threading.Event(), threading.Event()

    def end():
        with house.app_context():
            shared.wait(10)
            with unit_of_work(cast.olga.practice_id):
                caseload.end(cast.olga, assignment_id)
            ended.set()
            db.session.remove()

    ending = threading.Thread(target=end)
    ending.start()
    with unit_of_work(cast.ana.practice_id):
        consent.share(cast.ana, cast.private_id, cast.mara.person_id)
        shared.set()
        assert not ended.wait(0.5), "the end must wait for the share that began before it"
    ending.join(30)
    with unit_of_work(cast.olga.practice_id):
        caseload.assign(cast.olga, cast.ana.person_id, cast.mara.person_id)
    assert not reads(cast, cast.private_id)


def test_a_new_slip_tells_whoever_shared_with_the_invited_person(cast):
    here = cast.olga.practice_id
    with unit_of_work(here):
        slip = invitations.invite(cast.olga, "Nele", "nele@example.org", Role.THERAPIST)
    with unit_of_work(here):
        caseload.assign(cast.olga, cast.ana.person_id, slip.person_id)
    with unit_of_work(here):
        consent.share(cast.ana, cast.private_id, slip.person_id)
    with unit_of_work(here):
        invitations.renew(cast.olga, slip.person_id)
    with unit_of_work(here):
        told = audit.about(cast.ana.person_id, [Event.PERSON_STOPPED])
        assert [line.detail["reader"] for line in told] == [str(slip.person_id)]
        assert [card.name for card in consent.open_to(cast.ana) if card.things] == ["Mara", "Vera"]


def test_a_readers_list_never_shows_all_of_a_note(cast):
    with unit_of_work(cast.mara.practice_id):
        (header,) = consent.shelf(cast.mara).headers
    assert header.first_line
    assert header.first_line != "We talked at last."
    assert "We talked at last." not in header.first_line


@pytest.mark.parametrize("path", ["/desk/inbox/"])
def test_asking_only_for_the_head_opens_nothing(cast, as_, path):
    mara = as_(cast.mara)
    assert mara.client.head(mara._at(f"{path}{cast.entry_id}")).status_code == 200
    with unit_of_work(cast.ana.practice_id):
        assert audit.about(cast.ana.person_id, [Event.OPENED]) == []
    assert mara.get(f"{path}{cast.entry_id}").status == 200
    with unit_of_work(cast.ana.practice_id):
        assert len(audit.about(cast.ana.person_id, [Event.OPENED])) == 1
