"""The pages of emergency access: asked in the officers' room, answered in the office, read while it is open."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import process_notes, progress_notes
from portal.models.people import Membership
from tests.summary_stories import finished, here, share

WORDS, PRIVATE = "Session 7. Agreed: one evening a week.", "I was tired."


@pytest.fixture
def record(cast):
    here(cast.mara, progress_notes.write, cast.mara, cast.ana.person_id, WORDS)
    here(cast.mara, process_notes.write, cast.mara, cast.ana.person_id, PRIVATE)
    share(cast.ana, cast.mara)
    return finished(cast.mara, cast.ana)


def asked(tova, **chosen):
    page = tova.get("/officer/record").form("Look").fill(words="ana").press()
    page = page.follow("Ana")
    return page.form("Ask a second person").fill(reason="absent", hours="8", **chosen).press()


def test_from_asking_to_reading_and_closing(cast, as_, record):
    tova, olga = as_(cast.tova), as_(cast.olga)
    case = asked(tova, covers="record")
    assert "It waits for a second person" in case.words
    assert "Agree" not in [said for form in case.forms for said in form.buttons]
    seen = olga.get("/office/record").follow("Ana")
    assert "You read nothing yourself" in seen.words
    agreed = seen.form("Agree").press()
    assert "Agreed. The client is told." in agreed.words
    read = tova.get(case.path + "/read")
    assert WORDS in read.words
    assert PRIVATE not in read.words
    paper = tova.get(f"{case.path}/read/{record}")
    assert paper.response.data.startswith(b"%PDF")
    assert olga.get(case.path.replace("/officer/", "/office/") + "/read").status == 404
    closed = tova.get(case.path).form("Close it now").press()
    assert "Nothing of it is open any more" in closed.words
    assert tova.get(case.path + "/read").status == 404
    log = as_(cast.ana).get("/sharing/log").words
    assert "Olga agreed that the practice's record about you is opened in an emergency" in log
    assert "Tova read in the practice's record about you, in an emergency" in log


def test_a_therapist_reads_on_today_who_can_read_their_own_notes(cast, as_):
    asked(as_(cast.tova), covers="own-notes", therapist_id=str(cast.mara.person_id))
    as_(cast.olga).get("/office/record").follow("Ana").form("Agree").press()
    assert "Tova can read your own notes about Ana until" in as_(cast.mara).get("/desk/today").words


def test_somebody_who_became_an_admin_yesterday_reads_who_answers_instead(cast, as_):
    with unit_of_work(cast.olga.practice_id):
        mine = update(Membership).where(Membership.person_id == cast.olga.person_id)
        db.session.execute(mine.values(since=now() - timedelta(days=1)))
    asked(as_(cast.tova), covers="record")
    page = as_(cast.olga).get("/office/record").follow("Ana")
    assert "Another officer or admin answers this" in page.words
    assert "Agree" not in [said for form in page.forms for said in form.buttons]
    assert "Declined." in page.form("Decline").press().words


def test_a_form_with_gaps_says_which_and_a_name_nobody_has_finds_nobody(cast, as_):
    tova = as_(cast.tova)
    page = tova.get("/officer/record").form("Look").fill(words="ana").press().follow("Ana")
    page = page.form("Ask a second person").fill(covers="own-notes").press()
    assert "Choose the reason. It is written down, and the client can read it." in page.words
    assert "holds that" in tova.get("/officer/record").form("Look").fill(words="zz").press().words
    assert "Type at least 2 letters" in tova.get("/officer/record").form("Look").fill(words="z").press().words
