"""Making a summary: what goes in is what is shared at that moment; whoever may no longer gets nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from portal import jobs
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import journal, outbox, summaries, vault
from portal.domain.audit import Event
from portal.domain.summaries import Stage
from portal.models.outbox import JobRow
from portal.models.people import Membership, Person
from portal.models.summaries import Summary
from portal.models.vault import Grant, ItemKey
from tests.summary_stories import (
    OWN,
    ask,
    card,
    fetch,
    here,
    job,
    job_id,
    lines,
    lose_client,
    made,
    make,
    read,
    sealed_words,
    share,
    stop,
    words,
)


@pytest.fixture
def ready(cast):
    """A summary of Ana's that Mara asked for and that has been made."""
    return made(cast.mara, cast.ana)


def test_a_summary_quotes_what_is_shared_and_nothing_else(cast, ready):
    said = words(cast.mara, ready)
    assert "We talked at last." in said
    assert "After we talked" in said
    assert OWN in said
    assert "Not for anyone." not in said


def test_each_quotation_is_traced_to_note_version_and_consent(cast, ready):
    quotation = read(cast.mara, ready).quotations[0]
    grant = here(
        cast.mara,
        lambda: db.session.scalars(
            select(Grant)
            .join(ItemKey, ItemKey.grant_id == Grant.id)
            .where(ItemKey.item_id == quotation.item_ref, Grant.reader_id == cast.mara.keys.principal_id)
        ).one(),
    )
    assert (quotation.entry_ref, quotation.version, quotation.consent_ref) == (cast.entry_id, 1, grant.id)
    said = words(cast.mara, ready).replace(" ", "")
    assert str(quotation.consent_ref)[:8] in said


def test_the_web_version_is_the_very_draft_of_the_pages(cast, ready):
    draft = read(cast.mara, ready)
    assert (draft.client_name, draft.therapist_name, draft.practice_name) == ("Ana", "Mara", "Willow House")
    assert (draft.note, draft.left_out) == (OWN, 0)
    assert [(quoted.title, quoted.body) for quoted in draft.quotations] == [("After we talked", "We talked at last.")]
    assert draft.made_at.isoformat(timespec="minutes")[:10] in fetch(cast.mara, ready).name


def test_the_file_is_sealed_to_the_therapist_and_the_practices_record_alone(cast, ready):
    records = here(cast.mara, vault.practice_principal, "records")
    readers = here(
        cast.mara,
        lambda: set(
            db.session.scalars(
                select(Grant.reader_id)
                .join(ItemKey, ItemKey.grant_id == Grant.id)
                .join(Summary, Summary.file_item_id == ItemKey.item_id)
            )
        ),
    )
    assert readers == {cast.mara.keys.principal_id, records.id}


def test_what_was_withdrawn_meanwhile_is_left_out_and_counted(cast):
    stays = share(cast.ana, cast.mara, "This stays.")
    summary_id = ask(cast.mara, cast.ana)
    stop(cast.ana, cast.entry_id, cast.mara)
    finished = make(cast.mara, summary_id)
    assert (finished.stage, finished.left_out) == (Stage.READY, 1)
    said = words(cast.mara, summary_id)
    assert "This stays." in said
    assert "We talked at last." not in said
    assert "One thing was withdrawn" in said
    assert [quoted.entry_ref for quoted in read(cast.mara, summary_id).quotations] == [stays]


def test_what_came_to_its_end_meanwhile_is_left_out_whether_or_not_anybody_swept(cast):
    share(cast.ana, cast.mara, "Only for a minute.", until=now() + timedelta(minutes=1))
    summary_id = ask(cast.mara, cast.ana)
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        make(cast.mara, summary_id)
        assert "Only for a minute." not in words(cast.mara, summary_id)


def test_a_note_changed_meanwhile_is_quoted_as_it_was_shared(cast):
    summary_id = ask(cast.mara, cast.ana)
    here(cast.ana, journal.edit, cast.ana, cast.entry_id, 1, "Changed my mind.", "After we talked")
    make(cast.mara, summary_id)
    said = words(cast.mara, summary_id)
    assert "We talked at last." in said
    assert "Changed my mind." not in said


def test_sharing_that_changes_while_pages_are_laid_out_is_noticed_before_they_are_kept(cast):
    summary_id = ask(cast.mara, cast.ana)
    task = here(cast.mara, outbox.take, job_id(cast.mara, summary_id))
    gathered = here(cast.mara, summaries.gather, task)
    document = summaries.draw(gathered)
    stop(cast.ana, cast.entry_id, cast.mara)
    assert not here(cast.mara, summaries.keep, task, gathered, document)
    assert card(cast.mara, summary_id).stage is Stage.CHECKING
    gathered = here(cast.mara, summaries.gather, task)
    assert here(cast.mara, summaries.keep, task, gathered, summaries.draw(gathered))
    assert "We talked" not in words(cast.mara, summary_id)


def test_doing_the_job_again_changes_nothing(cast, ready):
    before = fetch(cast.mara, ready).pdf
    make(cast.mara, ready)
    assert fetch(cast.mara, ready).pdf == before
    assert len(lines(cast.mara, Event.SUMMARY_MADE)) == 1


def lose_the_client(cast):
    lose_client(cast.mara)


def lose_role(cast):
    mine = select(Membership).where(Membership.person_id == cast.mara.person_id)
    here(cast.mara, lambda: setattr(db.session.scalars(mine).one(), "ended_at", now()))


def close_account(cast):
    here(cast.mara, lambda: setattr(db.session.get(Person, cast.mara.person_id), "closed_at", now()))


@pytest.mark.parametrize("change", [lose_the_client, lose_role, close_account])
def test_whoever_may_no_longer_gets_nothing_made(cast, change):
    summary_id = ask(cast.mara, cast.ana)
    change(cast)
    jobs.run(str(cast.mara.practice_id), str(job_id(cast.mara, summary_id)))
    ended = job(cast.mara, summary_id)
    assert (ended.state, ended.problem, ended.bundle_sealed) == ("failed", "not-yours", None)
    assert sealed_words(cast.mara, summary_id) is None


def test_a_bundle_opens_for_its_own_job_only(cast):
    first, second = ask(cast.mara, cast.ana), ask(cast.mara, cast.ana)
    bundle, other = job(cast.mara, first).bundle_sealed, job_id(cast.mara, second)
    here(cast.mara, lambda: setattr(db.session.get(JobRow, other), "bundle_sealed", bundle))
    assert make(cast.mara, second).stage is Stage.AGAIN


def test_another_workers_key_opens_nothing(cast, another_app, secrets):
    summary_id = ask(cast.mara, cast.ana)
    foreign = type(secrets).make()
    changed = replace(secrets, worker_public=foreign.worker_public, worker_private=foreign.worker_private)
    with another_app(secrets=changed).app_context():
        assert make(cast.mara, summary_id).stage is Stage.AGAIN


def test_a_job_run_too_late_asks_to_be_pressed_again_and_then_works(cast):
    summary_id = ask(cast.mara, cast.ana)
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert make(cast.mara, summary_id).stage is Stage.AGAIN
    fresh = here(cast.mara, summaries.again, cast.mara, summary_id)
    assert here(cast.mara, summaries.again, cast.mara, summary_id) == fresh
    assert make(cast.mara, fresh).stage is Stage.READY
    said = words(cast.mara, fresh)
    assert "We talked at last." in said
    assert OWN in said
    with pytest.raises(NotFound):
        card(cast.mara, summary_id)


def test_there_is_no_again_for_what_is_ready(cast, ready):
    assert here(cast.mara, summaries.again, cast.mara, ready) == ready
    with pytest.raises(NotFound):
        here(cast.idris, summaries.again, cast.idris, ready)


def test_without_pango_there_is_the_web_version_alone(cast, monkeypatch):
    def missing(*_args, **_kwargs):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr("portal.core.pdf.draw", missing)
    summary_id = ask(cast.mara, cast.ana)
    finished = make(cast.mara, summary_id)
    assert (finished.stage, finished.pages, finished.size) == (Stage.READY, None, None)
    assert fetch(cast.mara, summary_id) is None
    assert read(cast.mara, summary_id).note == OWN


def test_what_no_document_can_hold_fails_at_once_and_says_so(cast):
    share(cast.ana, cast.mara, "x\n" * 24_000)
    summary_id = ask(cast.mara, cast.ana)
    failed = make(cast.mara, summary_id)
    assert (failed.stage, failed.too_big) == (Stage.FAILED, True)


def test_a_summary_read_a_moment_before_its_job_ended_is_not_ready_yet(cast, ready):
    here(cast.mara, lambda: db.session.execute(update(Summary).values(made_at=None, pages=None, size=None)))
    assert card(cast.mara, ready).stage is Stage.DRAWING
