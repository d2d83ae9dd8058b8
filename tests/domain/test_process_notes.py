"""Process notes: for the one who writes them. No other key, no record, no file, and never a silent winner."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import drafts, process_notes, vault
from portal.domain.drafts import Seen
from portal.domain.process_notes import BothChanged
from portal.models.audit import AuditRow
from portal.models.drafts import Draft
from portal.models.vault import Grant, Item, ItemKey
from tests.cast import KIT
from tests.domain.test_exports import take
from tests.summary_stories import here, lose_client

WORDS = "I was bored for ten minutes, and I wonder whose boredom it was."


@pytest.fixture
def note(sam, mara):
    return write(mara, sam)


def write(therapist, client, body=WORDS, **more):
    return here(therapist, process_notes.write, therapist, client.person_id, body, **more)


def edit(therapist, client, note_id, base, body, **more):
    return here(therapist, process_notes.edit, therapist, client.person_id, note_id, base, body, **more)


def read(therapist, client, note_id):
    return here(therapist, process_notes.read, therapist, client.person_id, note_id)


def records_keys():
    """The keys behind the practice's record, as somebody with the paper from the safe gets them."""
    recovery = vault.open_with_code(vault.practice_principal("recovery").id, KIT)
    return vault.open_held(vault.practice_principal("records").id, recovery)


def test_a_note_is_sealed_to_its_writers_own_key_and_to_no_other(sam, mara, note):
    def readers():
        keys = (
            select(Grant.reader_id).join(ItemKey, ItemKey.grant_id == Grant.id).join(Item, Item.id == ItemKey.item_id)
        )
        return set(db.session.scalars(keys.where(Item.thing_id == note)))

    assert here(mara, readers) == {mara.keys.principal_id}
    edit(mara, sam, note, 1, "Whose was it?")
    assert here(mara, readers) == {mara.keys.principal_id}
    kinds = here(mara, lambda: set(db.session.scalars(select(Item.kind).where(Item.thing_id == note))))
    assert kinds == {"process-note"}
    assert here(mara, lambda: vault.all_ids(records_keys(), but=())) == []


def test_versions_two_windows_and_the_form_sent_twice(sam, mara):
    note_id = uuid4()
    for _ in range(2):
        assert write(mara, sam, note_id=note_id) == note_id
    assert read(mara, sam, note_id).version == 1
    assert edit(mara, sam, note_id, 1, "Second.") == 2
    assert edit(mara, sam, note_id, 2, " Second.\r\n") == 2, "the same words are no new version"
    with pytest.raises(BothChanged) as both:
        edit(mara, sam, note_id, 1, "Another end.")
    assert (both.value.kept.body, both.value.kept.version, both.value.typed) == ("Second.", 2, "Another end.")
    yesterday = now().date() - timedelta(days=1)
    with pytest.raises(BothChanged):
        edit(mara, sam, note_id, 1, "Second.", on_day=yesterday)
    assert edit(mara, sam, note_id, 2, "Second.", on_day=yesterday) == 3
    found = read(mara, sam, note_id)
    assert (found.body, found.on_day) == ("Second.", yesterday)


def test_a_shelf_goes_by_days_and_the_last_is_where_one_left_off(sam, mara):
    assert here(mara, process_notes.last, mara, sam.person_id) is None
    today = now().date()
    newest = write(mara, sam, "Today.")
    for ago in (3, 1):
        write(mara, sam, f"{ago} days ago.", on_day=today - timedelta(days=ago))
    page = here(mara, process_notes.shelf, mara, sam.person_id, most=2)
    assert [one.body for one in page.notes] == ["Today.", "1 days ago."]
    rest = here(mara, process_notes.shelf, mara, sam.person_id, before=page.older, most=2)
    assert ([one.body for one in rest.notes], rest.older) == (["3 days ago."], None)
    assert here(mara, process_notes.last, mara, sam.person_id).id == newest


@pytest.mark.parametrize("body", ["", " \n\u200b ", "x" * 20_001, "a\x00b"])
def test_what_cannot_be_a_note_is_refused_with_a_sentence(sam, mara, body):
    with pytest.raises(Invalid) as refused:
        write(mara, sam, body)
    assert refused.value.field == "body"


def test_any_script_stays_as_it_was_typed(sam, mara):
    said = "שלום 👩‍👩‍👧 " + "w" * 5000
    assert read(mara, sam, write(mara, sam, said)).body == said


def test_a_day_to_come_or_long_ago_is_refused(sam, mara):
    for day in (now().date() + timedelta(days=2), now().date().replace(year=1899)):
        with pytest.raises(Invalid) as refused:
            write(mara, sam, on_day=day)
        assert refused.value.field == "on_day"


def test_deleting_takes_every_version_and_what_is_being_typed_about_it(sam, mara, note):
    edit(mara, sam, note, 1, "Second.")
    here(mara, drafts.save, mara, "process-note", note, {"body": "Third."}, Seen(0, uuid4()), 2)
    here(mara, process_notes.delete, mara, sam.person_id, note)
    with pytest.raises(NotFound):
        read(mara, sam, note)
    assert here(mara, lambda: db.session.scalar(select(Item.kind).where(Item.kind != "factor"))) is None
    assert here(mara, lambda: db.session.scalar(select(func.count()).select_from(Draft))) == 0


def test_a_client_who_left_the_caseload_takes_the_note_out_of_sight_and_the_draft_stays(sam, mara, note):
    here(mara, drafts.save, mara, "process-note", note, {"body": "Half a thought."}, Seen(0, uuid4()), 1)
    lose_client(mara)
    for attempt in (read, lambda *who: edit(*who, 1, "Late."), lambda who, whom, _: write(who, whom, "Late.")):
        with pytest.raises(NotFound):
            attempt(mara, sam, note)
    assert here(mara, drafts.find, mara, note).words["body"] == "Half a thought."


def test_the_clients_own_archive_holds_nothing_of_it_and_no_trail_is_about_them(sam, mara, note):
    archive = "".join(take(sam).values())
    assert str(note) not in archive
    assert "process" not in archive
    trail = here(mara, lambda: db.session.execute(select(AuditRow).where(AuditRow.subject_id == note)).scalars().all())
    assert {row.about_id for row in trail} == {None}


def test_a_client_writes_none(sam, mara):
    with pytest.raises((Forbidden, NotFound)):
        write(sam, sam)
