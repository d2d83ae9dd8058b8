"""Summaries: what goes in is what is shared when it is made, and it stays closed to whom it is no longer open."""

import io
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import func, select

from portal import jobs
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import consent, journal, outbox, summaries, vault
from portal.domain.audit import Event
from portal.domain.summaries import Stage
from portal.models.audit import AuditRow
from portal.models.caseload import Assignment
from portal.models.outbox import JobRow
from portal.models.people import Membership, Person
from portal.models.summaries import Summary
from portal.models.vault import Grant, Item, ItemKey
from tests.cast import add_person, look_after

OWN = "Ask about the phone."


def here(actor, call, *args, **more):
    with unit_of_work(actor.practice_id):
        return call(*args, **more)


def share(client, reader, body, title="", **more):
    entry_id = here(client, journal.write, client, body, title)
    here(client, consent.share_entry, client, entry_id, reader.person_id, **more)
    return entry_id


def days(actor):
    return here(actor, summaries.last_four_weeks, actor)


def offered(therapist, client):
    return here(therapist, summaries.choices, therapist, client.person_id, days(therapist))


def ask(therapist, client, note=OWN, summary_id=None, notes=None):
    items = [header.item_id for header in offered(therapist, client).notes if notes is None or header.id in notes]
    summary_id = summary_id or uuid4()
    return here(therapist, summaries.ask, therapist, client.person_id, days(therapist), items, note, summary_id)


def job_of(actor, summary_id):
    return here(actor, lambda: db.session.get(Summary, summary_id).job_id)


def make(actor, summary_id):
    jobs.run(str(actor.practice_id), str(job_of(actor, summary_id)))
    return card(actor, summary_id)


def card(actor, summary_id):
    return here(actor, summaries.card, actor, summary_id)


def fetch(actor, summary_id):
    return here(actor, summaries.fetch, actor, summary_id)


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def body_of(summary_id):
    return db.session.scalar(
        select(Item.body).join(Summary, Summary.file_item_id == Item.id).where(Summary.id == summary_id)
    )


def lines(actor, event):
    query = select(AuditRow).where(AuditRow.event == str(event)).order_by(AuditRow.seq)
    return here(actor, lambda: list(db.session.scalars(query)))


@pytest.fixture
def ready(cast):
    """A summary of Ana's that Mara asked for and that has been made."""
    summary_id = ask(cast.mara, cast.ana)
    assert make(cast.mara, summary_id).stage is Stage.READY
    return summary_id


# ------------------------------------------------------------------ choosing


def test_exactly_the_shared_notes_of_the_period_are_offered_in_the_order_of_their_days(cast):
    later = share(cast.ana, cast.mara, "Today.")
    older = here(cast.ana, journal.write, cast.ana, "Long ago.", on_day=date(2020, 1, 1))
    here(cast.ana, consent.share_entry, cast.ana, older, cast.mara.person_id)
    assert [note.id for note in offered(cast.mara, cast.ana).notes] == [cast.entry_id, later]


def test_four_weeks_are_proposed(cast):
    first, last = days(cast.mara)
    assert (last - first).days == 27


def test_somebody_elses_client_is_not_found(cast):
    for therapist in (cast.idris, cast.vera, cast.foreign_therapist):
        with pytest.raises(NotFound):
            offered(therapist, cast.ana)


def test_a_client_cannot_ask_for_a_summary(cast):
    with pytest.raises((NotFound, Forbidden)):
        offered(cast.ana, cast.mara)


def test_a_period_runs_forward_and_a_year_at_most(cast):
    for field, period in (
        ("last", (date(2026, 2, 2), date(2026, 2, 1))),
        ("first", (date(2024, 1, 1), date(2026, 1, 1))),
    ):
        with pytest.raises(Invalid) as problem:
            here(cast.mara, summaries.choices, cast.mara, cast.ana.person_id, period)
        assert problem.value.field == field


# ------------------------------------------------------------------ asking


def test_asking_twice_is_asking_once(cast):
    summary_id = ask(cast.mara, cast.ana)
    assert ask(cast.mara, cast.ana, summary_id=summary_id) == summary_id
    counted = here(cast.mara, lambda: [db.session.scalar(select(func.count(model.id))) for model in (Summary, JobRow)])
    assert counted == [1, 1]


def test_nothing_ticked_and_nothing_written_is_nothing_to_make(cast):
    with pytest.raises(Invalid, match="Tick at least one note") as problem:
        ask(cast.mara, cast.ana, note="  ", notes=())
    assert problem.value.field == "items"


def test_a_note_of_ones_own_alone_is_enough(cast):
    summary_id = ask(cast.mara, cast.ana, notes=())
    make(cast.mara, summary_id)
    said = words_of(fetch(cast.mara, summary_id).pdf)
    assert OWN in said
    assert "Nothing shared" in said


def test_a_ticked_note_that_is_not_open_any_more_is_said_to_be_gone(cast):
    items = [note.item_id for note in offered(cast.mara, cast.ana).notes]
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    with pytest.raises(Invalid, match="has changed"):
        here(cast.mara, summaries.ask, cast.mara, cast.ana.person_id, days(cast.mara), items, OWN, uuid4())


def test_a_private_note_cannot_be_slipped_in(cast):
    private = here(cast.ana, journal.read, cast.ana, cast.private_id).item_id
    with pytest.raises(Invalid):
        here(cast.mara, summaries.ask, cast.mara, cast.ana.person_id, days(cast.mara), [private], "", uuid4())


def test_a_long_note_of_ones_own_is_refused_with_its_length(cast):
    with pytest.raises(Invalid, match="5,001") as problem:
        ask(cast.mara, cast.ana, note="x" * 5001)
    assert problem.value.field == "note"


def test_more_than_a_file_can_hold_is_refused_before_it_is_made(cast):
    for _ in range(4):
        share(cast.ana, cast.mara, "long " * 9_990)
    with pytest.raises(Invalid, match="more than one file can hold"):
        ask(cast.mara, cast.ana)


def test_an_id_that_is_somebody_elses_gives_them_nothing(cast):
    theirs = ask(cast.mara, cast.ana)
    share(cast.ben, cast.idris, "Ben's.")
    assert ask(cast.idris, cast.ben, summary_id=theirs) == theirs
    with pytest.raises(NotFound):
        card(cast.idris, theirs)


# ------------------------------------------------------------------ making


def test_a_summary_quotes_what_is_shared_and_nothing_else(cast, ready):
    said = words_of(fetch(cast.mara, ready).pdf)
    assert "We talked at last." in said
    assert "After we talked" in said
    assert OWN in said
    assert "Not for anyone." not in said


def test_each_quotation_is_traced_to_note_version_and_consent(cast, ready):
    quotation = here(cast.mara, summaries.read, cast.mara, ready).quotations[0]
    grant = here(
        cast.mara,
        lambda: db.session.scalars(
            select(Grant)
            .join(ItemKey, ItemKey.grant_id == Grant.id)
            .where(ItemKey.item_id == quotation.item_ref, Grant.reader_id == cast.mara.keys.principal_id)
        ).one(),
    )
    assert (quotation.entry_ref, quotation.version, quotation.consent_ref) == (cast.entry_id, 1, grant.id)
    said = words_of(fetch(cast.mara, ready).pdf).replace(" ", "")
    assert str(quotation.consent_ref)[:8] in said


def test_the_web_version_is_the_very_draft_of_the_pages(cast, ready):
    draft = here(cast.mara, summaries.read, cast.mara, ready)
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
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    made = make(cast.mara, summary_id)
    assert (made.stage, made.left_out) == (Stage.READY, 1)
    said = words_of(fetch(cast.mara, summary_id).pdf)
    assert "This stays." in said
    assert "We talked at last." not in said
    assert "One note was withdrawn" in said
    assert [quoted.entry_ref for quoted in here(cast.mara, summaries.read, cast.mara, summary_id).quotations] == [stays]


def test_what_came_to_its_end_meanwhile_is_left_out_whether_or_not_anybody_swept(cast):
    share(cast.ana, cast.mara, "Only for a minute.", until=now() + timedelta(minutes=1))
    summary_id = ask(cast.mara, cast.ana)
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        make(cast.mara, summary_id)
        assert "Only for a minute." not in words_of(fetch(cast.mara, summary_id).pdf)


def test_a_note_changed_meanwhile_is_quoted_as_it_was_shared(cast):
    summary_id = ask(cast.mara, cast.ana)
    here(cast.ana, journal.edit, cast.ana, cast.entry_id, 1, "Changed my mind.", "After we talked")
    make(cast.mara, summary_id)
    said = words_of(fetch(cast.mara, summary_id).pdf)
    assert "We talked at last." in said
    assert "Changed my mind." not in said


def test_sharing_that_changes_while_pages_are_laid_out_is_noticed_before_they_are_kept(cast):
    summary_id = ask(cast.mara, cast.ana)
    task = here(cast.mara, outbox.take, job_of(cast.mara, summary_id))
    gathered = here(cast.mara, summaries.gather, task)
    document = summaries.draw(gathered)
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    assert not here(cast.mara, summaries.keep, task, gathered, document)
    assert card(cast.mara, summary_id).stage is Stage.CHECKING
    gathered = here(cast.mara, summaries.gather, task)
    assert here(cast.mara, summaries.keep, task, gathered, summaries.draw(gathered))
    assert "We talked" not in words_of(fetch(cast.mara, summary_id).pdf)


def test_doing_the_job_again_changes_nothing(cast, ready):
    before = fetch(cast.mara, ready).pdf
    make(cast.mara, ready)
    assert fetch(cast.mara, ready).pdf == before
    assert len(lines(cast.mara, Event.SUMMARY_MADE)) == 1


def end_caseload(cast):
    db.session.scalars(select(Assignment).where(Assignment.therapist_id == cast.mara.person_id)).one().ended_at = now()


def lose_role(cast):
    db.session.scalars(select(Membership).where(Membership.person_id == cast.mara.person_id)).one().ended_at = now()


def close_account(cast):
    db.session.get(Person, cast.mara.person_id).closed_at = now()


@pytest.mark.parametrize("change", [end_caseload, lose_role, close_account])
def test_whoever_may_no_longer_gets_nothing_made(cast, change):
    summary_id = ask(cast.mara, cast.ana)
    here(cast.ana, change, cast)
    jobs.run(str(cast.mara.practice_id), str(job_of(cast.mara, summary_id)))
    job = here(cast.mara, lambda: db.session.get(JobRow, db.session.get(Summary, summary_id).job_id))
    assert (job.state, job.problem, job.bundle_sealed) == ("failed", "not-yours", None)
    assert here(cast.mara, lambda: body_of(summary_id)) is None


def test_a_bundle_opens_for_its_own_job_only(cast):
    first, second = ask(cast.mara, cast.ana), ask(cast.mara, cast.ana)
    bundle = here(cast.mara, lambda: db.session.get(JobRow, job_of_row(first)).bundle_sealed)
    here(cast.mara, lambda: setattr(db.session.get(JobRow, job_of_row(second)), "bundle_sealed", bundle))
    assert make(cast.mara, second).stage is Stage.AGAIN


def job_of_row(summary_id):
    return db.session.get(Summary, summary_id).job_id


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
    said = words_of(fetch(cast.mara, fresh).pdf)
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
    made = make(cast.mara, summary_id)
    assert (made.stage, made.pages, made.size) == (Stage.READY, None, None)
    assert fetch(cast.mara, summary_id) is None
    assert here(cast.mara, summaries.read, cast.mara, summary_id).note == OWN


def test_what_no_document_can_hold_fails_at_once_and_says_so(cast):
    share(cast.ana, cast.mara, "x\n" * 24_000)
    summary_id = ask(cast.mara, cast.ana)
    made = make(cast.mara, summary_id)
    assert (made.stage, made.too_big) == (Stage.FAILED, True)


# ------------------------------------------------------------------ opening


def test_opening_is_written_down_where_the_client_can_see_it(cast, ready):
    fetch(cast.mara, ready)
    here(cast.mara, summaries.read, cast.mara, ready)
    for event, count in ((Event.SUMMARY_ASKED, 1), (Event.SUMMARY_MADE, 1), (Event.SUMMARY_OPENED, 2)):
        rows = lines(cast.mara, event)
        assert len(rows) == count
        assert {(row.actor_id, row.about_id, row.subject_id) for row in rows} == {
            (cast.mara.person_id, cast.ana.person_id, ready)
        }
    said = [line.sentence for line in here(cast.ana, consent.log, cast.ana).lines]
    assert any("made a summary" in sentence for sentence in said)


def test_a_file_is_closed_when_something_in_it_was_stopped_before_anybody_opened_it(cast, ready):
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    assert card(cast.mara, ready).stage is Stage.CHANGED
    assert fetch(cast.mara, ready) is None
    assert here(cast.mara, summaries.read, cast.mara, ready) is None
    assert lines(cast.mara, Event.SUMMARY_OPENED) == []


def test_a_closed_file_is_destroyed_and_stays_closed(cast, ready):
    assert here(cast.mara, summaries.close_what_changed) == 0
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    item_id = here(cast.mara, lambda: db.session.get(Summary, ready).file_item_id)
    assert here(cast.mara, summaries.close_what_changed) == 1
    assert here(cast.mara, summaries.close_what_changed) == 0
    assert here(cast.mara, lambda: db.session.scalar(select(Item.id).where(Item.id == item_id))) is None
    here(cast.ana, consent.share_entry, cast.ana, cast.entry_id, cast.mara.person_id)
    assert card(cast.mara, ready).stage is Stage.CHANGED
    assert here(cast.ana, consent.files_made, cast.ana, cast.entry_id, cast.mara.person_id) == []


def test_a_new_one_is_made_without_what_was_stopped(cast):
    share(cast.ana, cast.mara, "This stays.")
    summary_id = ask(cast.mara, cast.ana)
    make(cast.mara, summary_id)
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    fresh = here(cast.mara, summaries.again, cast.mara, summary_id)
    make(cast.mara, fresh)
    said = words_of(fetch(cast.mara, fresh).pdf)
    assert "This stays." in said
    assert "We talked at last." not in said
    assert card(cast.mara, summary_id).stage is Stage.CHANGED


def test_when_nothing_of_it_is_left_there_is_nothing_to_make(cast):
    summary_id = ask(cast.mara, cast.ana, note="")
    make(cast.mara, summary_id)
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    with pytest.raises(Invalid):
        here(cast.mara, summaries.again, cast.mara, summary_id)


def test_what_was_opened_stays_in_the_record_with_a_flag(cast, ready):
    before = fetch(cast.mara, ready).pdf
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    assert card(cast.mara, ready).stage is Stage.WITHDRAWN
    assert here(cast.mara, summaries.close_what_changed) == 0
    assert fetch(cast.mara, ready).pdf == before


def test_reading_the_web_version_counts_as_opening(cast, ready):
    here(cast.mara, summaries.read, cast.mara, ready)
    here(cast.ana, consent.stop_sharing, cast.ana, cast.entry_id, cast.mara.person_id)
    assert card(cast.mara, ready).stage is Stage.WITHDRAWN


def test_a_therapist_who_lost_the_client_finds_no_summary(cast, ready):
    here(cast.ana, end_caseload, cast)
    for verb in (summaries.card, summaries.fetch, summaries.read, summaries.again):
        with pytest.raises(NotFound):
            here(cast.mara, verb, cast.mara, ready)
    assert here(cast.mara, summaries.index, cast.mara) == ([], None)


def test_nobody_else_finds_it_even_looking_after_the_same_client(cast, ready):
    ines = add_person(cast.ana.practice_id, "Ines", Role.THERAPIST)
    look_after(cast.ana, ines)
    for other in (ines, cast.idris, cast.vera, cast.ana, cast.olga, cast.foreign_therapist):
        for verb in (summaries.card, summaries.fetch, summaries.read):
            with pytest.raises(NotFound):
                here(other, verb, other, ready)


def test_the_row_alone_opens_nothing_without_the_key(cast, ready):
    with pytest.raises(Locked):
        fetch(replace(cast.mara, keys=cast.idris.keys), ready)


# ------------------------------------------------------------------ states and lists


def test_each_step_can_be_seen(cast):
    summary_id = ask(cast.mara, cast.ana)
    other = ask(cast.mara, cast.ana)
    assert (card(cast.mara, other).stage, card(cast.mara, other).ahead) == (Stage.WAITING, 1)
    task = here(cast.mara, outbox.take, job_of(cast.mara, summary_id))
    assert card(cast.mara, summary_id).stage is Stage.CHECKING
    gathered = here(cast.mara, summaries.gather, task)
    assert card(cast.mara, summary_id).stage is Stage.DRAWING
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        assert card(cast.mara, summary_id).stage is Stage.SLOW
    assert here(cast.mara, summaries.keep, task, gathered, summaries.draw(gathered))
    made = card(cast.mara, summary_id)
    assert (made.stage, made.pages) == (Stage.READY, 1)
    assert made.size == len(fetch(cast.mara, summary_id).pdf)


def test_three_vain_tries_are_a_failure_with_a_reference(cast):
    summary_id = ask(cast.mara, cast.ana)
    job_id = job_of(cast.mara, summary_id)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(3):
            here(cast.mara, outbox.take, job_id)
            jobs.give_back(cast.mara.practice_id, job_id)
            clock.shift(60)
        failed = card(cast.mara, summary_id)
    assert failed.stage is Stage.FAILED
    assert failed.reference == f"{job_id.hex[:3]}-{job_id.hex[3:6]}".upper()


def test_the_list_is_newest_first_and_goes_on(cast):
    made = []
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(21):
            made.append(ask(cast.mara, cast.ana))
            clock.shift(1)
        first, older = here(cast.mara, summaries.index, cast.mara)
        rest, end = here(cast.mara, summaries.index, cast.mara, older)
    assert [one.id for one in (*first, *rest)] == made[::-1]
    assert (len(first), end) == (20, None)


def test_plain_data_shows_no_words_when_printed(cast, ready):
    draft, file = here(cast.mara, summaries.read, cast.mara, ready), fetch(cast.mara, ready)
    assert "We talked" not in repr((draft, file))
    assert "Ana" not in repr(draft)
