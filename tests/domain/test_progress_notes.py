"""Progress notes: the record. Signed for good, amended by numbers; and nothing of a process note ever in it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Invalid, NotFound
from portal.domain import process_notes, progress_notes, vault
from portal.domain.progress_notes import BothChanged, Signed
from portal.models.progress_notes import ProgressNote
from portal.models.vault import Item
from tests.acts import at_once
from tests.domain.test_exports import take
from tests.domain.test_process_notes import WORDS as PRIVATE
from tests.domain.test_process_notes import records_keys
from tests.summary_stories import CANARY, ask, here, share
from tests.summary_stories import make as make_summary
from tests.summary_stories import words as words_of_summary

WORDS = "Session 7. Spoke about Sunday. Agreed: one evening a week."


@pytest.fixture
def note(sam, mara):
    return write(mara, sam)


def write(therapist, client, body=WORDS, **more):
    return here(therapist, progress_notes.write, therapist, client.person_id, body, **more)


def edit(therapist, client, note_id, base, body, **more):
    return here(therapist, progress_notes.edit, therapist, client.person_id, note_id, base, body, **more)


def sign(therapist, client, note_id, base=1):
    here(therapist, progress_notes.sign, therapist, client.person_id, note_id, base)


def add(therapist, client, note_id, body="Not Sunday: Saturday.", addendum_id=None):
    return here(therapist, progress_notes.add, therapist, client.person_id, note_id, body, addendum_id)


def read(therapist, client, note_id):
    return here(therapist, progress_notes.read, therapist, client.person_id, note_id)


def test_the_records_key_opens_the_record_and_no_process_note(sam, mara, note):
    private = here(mara, process_notes.write, mara, sam.person_id, PRIVATE)
    sign(mara, sam, note)
    add(mara, sam, note)

    def opened():
        keys = records_keys()
        texts = vault.read(keys, vault.all_ids(keys, but=()))
        things = set(db.session.scalars(select(Item.thing_id).where(Item.id.in_(texts))))
        return b" ".join(texts.values()), things, list(vault.read_all(keys, [process_notes.KIND]))

    words, things, of_the_other_kind = here(mara, opened)
    assert words.count(b"Session 7.") == 2, "the note as it was written, and as it was signed"
    assert b"Not Sunday" in words
    assert PRIVATE.encode() not in words
    assert private not in things
    assert of_the_other_kind == []


def test_what_is_signed_says_who_and_when_and_stays(sam, mara, note):
    assert read(mara, sam, note).signed_at is None
    assert edit(mara, sam, note, 1, "Better words.") == 2
    with pytest.raises(BothChanged):
        sign(mara, sam, note, 1)
    sign(mara, sam, note, 2)
    sign(mara, sam, note, 2)  # sent twice
    found = read(mara, sam, note)
    assert (found.body, found.signed_by, found.version) == ("Better words.", "Mara Lindqvist", 3)
    assert abs(found.signed_at - now()) < timedelta(minutes=1)
    for base in (2, 3):
        with pytest.raises(Signed) as refused:
            edit(mara, sam, note, base, "Even better.")
        assert refused.value.typed == "Even better."
    assert edit(mara, sam, note, 3, "Better words.") == 3, "nothing was changed, so nothing is refused"
    assert not hasattr(progress_notes, "delete")


def test_a_row_alone_signs_nothing_and_takes_no_signature_away(sam, mara, note):
    other = write(mara, sam, "Another.")
    sign(mara, sam, note)
    here(mara, lambda: db.session.execute(update(ProgressNote).values(signed_at=None)))
    with pytest.raises(Signed):
        edit(mara, sam, note, 2, "Changed behind the back.")
    here(mara, lambda: db.session.execute(update(ProgressNote).values(signed_at=now())))
    assert read(mara, sam, other).signed_at is None


def test_addenda_are_numbered_kept_once_and_only_on_what_is_signed(sam, mara, note):
    with pytest.raises(Invalid):
        add(mara, sam, note)
    sign(mara, sam, note)
    first = uuid4()
    assert [add(mara, sam, note, "First.", first) for _ in range(2)] == [1, 1]
    assert add(mara, sam, note, "Second.") == 2
    with pytest.raises(Conflict):
        add(mara, sam, note, "Other words.", first)
    found = read(mara, sam, note)
    assert [(one.number, one.by, one.body) for one in found.addenda] == [
        (1, "Mara Lindqvist", "First."),
        (2, "Mara Lindqvist", "Second."),
    ]
    assert found.body == WORDS


def test_two_addenda_at_the_same_moment_have_two_numbers(house, sam, mara, note):
    sign(mara, sam, note)
    assert at_once(house, lambda: here(mara, progress_notes.add, mara, sam.person_id, note, "Added.")) == []
    assert [one.number for one in read(mara, sam, note).addenda] == [1, 2]


def test_another_therapist_of_the_same_client_and_a_process_notes_id_find_nothing(sam, mara, note):
    private = here(mara, process_notes.write, mara, sam.person_id, PRIVATE)
    for verb, known in ((progress_notes.read, private), (process_notes.read, note)):
        with pytest.raises(NotFound):
            here(mara, verb, mara, sam.person_id, known)
    page = here(mara, progress_notes.shelf, mara, sam.person_id)
    assert [one.id for one in page.notes] == [note]
    assert [one.body for one in here(mara, process_notes.shelf, mara, sam.person_id).notes] == [PRIVATE]


def test_neither_is_in_a_summary_or_in_what_a_client_takes_along(sam, mara, note):
    private = here(mara, process_notes.write, mara, sam.person_id, PRIVATE)
    share(sam, mara)
    summary = ask(mara, sam)
    make_summary(mara, summary)
    said = words_of_summary(mara, summary)
    archive = "".join(take(sam).values())
    assert CANARY.split()[0] in said
    for text in (PRIVATE, WORDS):
        assert text.split(".")[0].replace(" ", "") not in said.replace(" ", "").replace("\n", "")
        assert text not in archive
    assert not any(str(one) in archive for one in (private, note))
