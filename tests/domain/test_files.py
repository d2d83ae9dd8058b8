"""Files for the client alone: asked for once, made from what may be read then, opened by one key, gone after a week."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import update

from portal import jobs
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, Locked, NotFound
from portal.domain import exports, files, mail, outbox, vault
from portal.domain.files import Kind, Stage
from portal.models.people import Person
from tests.acts import write
from tests.cast import add_person
from tests.domain.test_mail import choose, rows
from tests.file_stories import ask_for_pages, bodies, card, fetch, job, make, row, stage, words
from tests.summary_stories import here

CANARY = "The kettle was still warm when I came home"


def test_a_file_is_made_of_ones_own_notes_and_opens_with_ones_own_key_alone(sam, mara):
    write(sam, CANARY, "Kitchen")
    file_id = ask_for_pages(sam)
    assert stage(sam, file_id) is Stage.WAITING
    assert fetch(sam, file_id) is None
    assert make(sam, file_id).stage is Stage.READY
    assert CANARY in words(sam, file_id)
    assert fetch(sam, file_id).name == f"file-{now().date()}.pdf"
    for other in (mara, add_person(sam.practice_id, "Ben", sam.role)):
        with pytest.raises(NotFound):
            fetch(other, file_id)
        with pytest.raises(Locked):
            here(sam, vault.read_one, other.keys, row(sam, file_id).item_id)


def test_what_was_asked_for_and_what_was_made_are_sealed(sam):
    write(sam, CANARY)
    file_id = ask_for_pages(sam)
    make(sam, file_id)
    assert row(sam, file_id).size < 1024  # kB: the very number of bytes would tell one from another
    found = bodies(sam)
    assert sorted(kind for kind, _ in found) == ["file", "file-asked"]
    for _, body in found:
        assert b"%PDF" not in body
        assert b"first" not in body


def test_asked_twice_it_is_asked_once(sam):
    write(sam)
    file_id = uuid4()
    assert ask_for_pages(sam, file_id=file_id) == ask_for_pages(sam, file_id=file_id) == file_id
    assert len(here(sam, files.index, sam)) == 1


def test_made_twice_it_is_made_once(sam):
    write(sam, CANARY)
    file_id = ask_for_pages(sam)
    make(sam, file_id)
    before = fetch(sam, file_id).data
    make(sam, file_id)
    assert fetch(sam, file_id).data == before


def test_what_was_taken_away_meanwhile_is_left_out_and_said(sam):
    gone = write(sam, CANARY)
    write(sam, "This stays.")
    file_id = ask_for_pages(sam)
    here(sam, vault.forget, [gone])
    make(sam, file_id)
    said = words(sam, file_id)
    assert "This stays." in said
    assert CANARY not in said
    assert "One note was taken away while this was being made" in said


def test_after_ten_minutes_in_line_the_keys_are_dead_and_it_can_be_asked_for_again(sam):
    write(sam, CANARY)
    file_id = ask_for_pages(sam)
    with time_machine.travel(now() + timedelta(minutes=11)):
        here(sam, outbox.sweep)
        assert make(sam, file_id).stage is Stage.AGAIN
        wanted = here(sam, files.again, sam, file_id)
        assert wanted.kind is Kind.JOURNAL
        here(sam, files.give_way, sam, file_id)
        assert card(sam, file_id).stage is Stage.AGAIN  # nothing stands in its place yet
        here(sam, exports.print_notes, sam, now().date() - timedelta(days=1), now().date(), wanted.file_id)
        here(sam, files.give_way, sam, file_id)
        assert make(sam, wanted.file_id).stage is Stage.READY
    with pytest.raises(NotFound):
        card(sam, file_id)


def test_what_is_ready_is_not_asked_for_again(sam):
    write(sam)
    file_id = ask_for_pages(sam)
    make(sam, file_id)
    assert here(sam, files.again, sam, file_id) is None


def test_whoever_is_gone_gets_nothing_made(sam):
    write(sam)
    file_id = ask_for_pages(sam)
    here(sam, lambda: db.session.execute(update(Person).where(Person.id == sam.person_id).values(closed_at=now())))
    jobs.run(str(sam.practice_id), str(row(sam, file_id).job_id))
    assert (job(sam, file_id).problem, job(sam, file_id).bundle_sealed) == ("not-yours", None)
    assert all(body is None for kind, body in bodies(sam) if kind == "file")


def test_after_seven_days_the_scheduler_removes_it_and_says_when(sam):
    write(sam)
    file_id = ask_for_pages(sam)
    make(sam, file_id)
    with time_machine.travel(now() + timedelta(days=7, seconds=1)):
        assert stage(sam, file_id) is Stage.REMOVED  # before anybody has swept
        assert fetch(sam, file_id) is None
        here(sam, files.sweep)
        assert card(sam, file_id).removed_at
        assert [kind for kind, _ in bodies(sam)] == ["file-asked"]
    with time_machine.travel(now() + timedelta(days=40)):
        here(sam, files.sweep)
        assert here(sam, files.index, sam) == []
        assert bodies(sam) == []


def test_what_was_never_made_leaves_nothing_behind(sam):
    write(sam)
    ask_for_pages(sam)
    with time_machine.travel(now() + timedelta(days=8)):
        here(sam, files.sweep)
        assert (here(sam, files.index, sam), bodies(sam)) == ([], [])


def test_removed_while_it_is_being_made_it_is_not_kept(sam):
    write(sam, CANARY)
    file_id = ask_for_pages(sam)
    here(sam, files.remove, sam, file_id)
    here(sam, files.remove, sam, file_id)
    assert make(sam, file_id).stage is Stage.REMOVED
    assert [kind for kind, _ in bodies(sam)] == ["file-asked"]


def test_not_too_many_at_once(sam):
    write(sam)
    for _ in range(files.MOST_AT_ONCE):
        ask_for_pages(sam)
    with pytest.raises(Invalid, match="3 files are being made already"):
        ask_for_pages(sam)


def test_days_without_notes_days_the_wrong_way_round_and_too_much_are_said(sam):
    today = now().date()
    with pytest.raises(Invalid, match="no notes in these days"):
        ask_for_pages(sam)
    with pytest.raises(Invalid, match="lies before the first"):
        ask_for_pages(sam, today, today - timedelta(days=1))
    for _ in range(13):
        write(sam, "word " * 9_990)
    with pytest.raises(Invalid, match="more than one printed file can"):
        ask_for_pages(sam)


def test_a_therapist_has_no_files(mara):
    with pytest.raises(Forbidden):
        here(mara, files.ask, mara, Kind.JOURNAL, {}, [], uuid4())


def test_a_mail_says_that_it_is_ready_to_whoever_did_not_wait_for_it(sam, box):
    choose(sam)
    write(sam)
    make(sam, ask_for_pages(sam))
    assert rows(sam) == []
    file_id = ask_for_pages(sam)
    with time_machine.travel(now() + timedelta(minutes=2)):
        make(sam, file_id)
    assert [message.kind for message in rows(sam)] == [mail.Kind.FILE_READY]
