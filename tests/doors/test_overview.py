"""The office at a glance: each number counts what it says, and a client's own life changes none of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import update

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Forbidden
from portal.core.jobs import Job
from portal.domain import emergency, overview, recovery, signals
from portal.domain.emergency import Covers, Reason
from portal.domain.outbox import State
from portal.models.outbox import JobRow
from portal.models.signals import Signal
from tests.cast import KIT, add_person
from tests.summary_stories import here


def gathered(cast):
    return here(cast.olga, overview.gather, cast.olga)


def test_a_quiet_practice_reads_as_sentences_and_each_thing_that_waits_as_a_number_with_its_list(cast, as_):
    before = gathered(cast)
    assert (before.waiting, before.handovers, before.emergencies, before.signals, before.jobs) == (0, 0, 0, 0, 0)
    page = as_(cast.olga).get("/office/overview")
    assert "Every client has a therapist. No move waits for a client." in page.words
    add_person(cast.ana.practice_id, "Uma", Role.CLIENT)
    here(cast.tova, emergency.ask, cast.tova, cast.ana.person_id, Covers.RECORD, Reason.LAW, 1, uuid4())
    here(cast.ana, signals.ask, cast.ana, cast.entry_id, cast.mara.person_id)
    with unit_of_work(cast.ana.practice_id):
        db.session.execute(update(Signal).values(raised_at=now() - timedelta(hours=25)))
    page = as_(cast.olga).get("/office/overview")
    for words, leads_to in (
        ("1 client waits for a therapist", "/office/caseloads"),
        ("1 officer asks for a second person", "/office/record"),
        ("1 request to look was not answered in time", "/office/help"),
    ):
        (link,) = [href for said, href in page.links.items() if said.startswith(words)]
        assert link.endswith(leads_to)


def test_the_checklist_of_the_first_days_is_found_later_too(cast, as_):
    page = as_(cast.olga).get("/office/overview").follow("What of the set-up")
    assert "A second recovery officer" in page.words


def test_work_that_failed_for_the_office_counts_and_a_clients_own_file_never_does(cast):
    def failed(name):
        return JobRow(
            id=uuid4(),
            practice_id=cast.ana.practice_id,
            name=name,
            subject_id=uuid4(),
            asked_by=cast.ana.person_id,
            asked_as="client",
            state=State.FAILED,
            ended_at=now(),
        )

    with unit_of_work(cast.ana.practice_id):
        db.session.add_all(
            [failed(Job.MAKE_FILE), failed(Job.SEND_MAIL), failed(Job.DRAW_SLIPS), failed(Job.MAKE_DISCLOSURE)]
        )
    found = gathered(cast)
    assert (found.mails, found.jobs) == (1, 2)


def test_a_way_to_the_recovery_key_that_was_not_tried_for_a_year_is_told_to_office_and_officers(cast, as_):
    assert gathered(cast).untried == 0
    assert "time for the drill" in as_(cast.tova).get("/officer/").words, "she has never tried"
    here(cast.tova, recovery.try_own_key, cast.tova)
    here(cast.tova, recovery.try_kit, cast.tova, KIT)
    assert "time for the drill" not in as_(cast.tova).get("/officer/").words
    with time_machine.travel(now() + timedelta(days=366)):
        assert gathered(cast).untried == 2
        page = as_(cast.tova).get("/officer/")
        assert "time for the drill" in page.words
        assert page.follow("Kit and drill").status == 200


def test_only_an_admin_has_it(cast):
    for who in (cast.mara, cast.ana, cast.tova):
        with pytest.raises(Forbidden):
            here(who, overview.gather, who)
