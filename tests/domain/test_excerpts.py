"""Only a part of a note: chosen by sentences, pinned, untouched by later versions, and deleted with it."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.domain import consent, journal, vault
from portal.models.vault import Item
from tests.acts import at_work, edit, share, trust, write

BODY = "I asked again tonight. He said no.\n\nWhat I wanted was one question. Anything?\nThe phone away"


def part(actor, entry_id, chosen, version=1, **more):
    with at_work(actor):
        return journal.excerpt(actor, entry_id, version, chosen, **more)


def test_a_note_is_offered_sentence_by_sentence():
    assert journal.sentences(BODY) == [
        "I asked again tonight.", "He said no.", "What I wanted was one question.", "Anything?", "The phone away",
    ]  # fmt: skip
    assert len(journal.sentences("Yes. " * 5000)) == 400


def test_its_reader_sees_the_chosen_sentences_and_where_something_was_left_out(sam, mara):
    entry_id = write(sam, BODY, "After we talked")
    excerpt_id = part(sam, entry_id, [4, 0, 1])
    share(sam, excerpt_id, mara)
    with at_work(mara):
        thing = consent.read_shared(mara, excerpt_id)
        assert (thing.kind, thing.shown.body) == (
            "excerpt",
            "I asked again tonight. He said no.\n\n[\u2026]\n\nThe phone away",
        )
        assert [header.id for header in consent.shelf(mara).headers] == [excerpt_id]
        with pytest.raises(NotFound):
            consent.read_shared(mara, entry_id)


def test_later_changes_of_the_note_do_not_touch_it(sam):
    jo, entry_id = trust(sam), write(sam, BODY)
    excerpt_id = part(sam, entry_id, [0])
    share(sam, excerpt_id, jo)
    edit(sam, entry_id, 1, "Something else.")
    with at_work(jo):
        assert consent.read_shared(jo, excerpt_id).shown.body == "I asked again tonight."


def test_who_deletes_a_note_means_every_line_of_it(sam):
    jo, entry_id = trust(sam), write(sam, BODY)
    excerpt_id = part(sam, entry_id, [0])
    share(sam, excerpt_id, jo)
    with at_work(sam):
        journal.delete_entry(sam, entry_id)
    with at_work(jo), pytest.raises(NotFound):
        consent.read_shared(jo, excerpt_id)
    with at_work(sam), pytest.raises(NotFound):
        journal.read_excerpt(sam, excerpt_id)
    with at_work(sam):
        journal.bring_back(sam, entry_id)
    with at_work(sam):
        assert journal.read_excerpt(sam, excerpt_id).part.body == "I asked again tonight."
    with at_work(jo), pytest.raises(NotFound):
        consent.read_shared(jo, excerpt_id)
    with at_work(sam):
        journal.delete_entry(sam, entry_id)
        journal.erase(sam, entry_id)
    with at_work(sam):
        left = select(func.count()).select_from(Item).where(Item.thing_id == excerpt_id)
        assert db.session.scalar(left) == 0


def test_a_part_of_a_deleted_note_stays_closed_even_when_its_keys_come_back(sam, mara):
    """As after an old backup: there are two locks, and each of them holds alone."""
    entry_id = write(sam, BODY)
    parts = {reader: part(sam, entry_id, [0]) for reader in (mara, trust(sam))}
    with at_work(sam):
        journal.delete_entry(sam, entry_id)
        for reader, excerpt_id in parts.items():
            items = db.session.scalars(select(Item.id).where(Item.thing_id == excerpt_id)).all()
            principal = vault.principal_of(reader.person_id)
            grant = vault.give(sam.unlocked(), principal.id, vault.CHOSEN, consent.PURPOSE, consent.WORDING)
            assert vault.share(sam.unlocked(), items, grant) == 1
    for reader, excerpt_id in parts.items():
        with at_work(reader), pytest.raises(NotFound):
            consent.read_shared(reader, excerpt_id)


def test_a_part_is_of_the_version_that_was_looked_at(sam):
    entry_id = write(sam, "First.")
    edit(sam, entry_id, 1, "Second.")
    with at_work(sam):
        made = journal.excerpt(sam, entry_id, 1, [0])
    with at_work(sam):
        assert journal.read_excerpt(sam, made).part.body == "First."


def test_the_form_sent_twice_makes_one_part(sam):
    entry_id, excerpt_id = write(sam, BODY), uuid4()
    assert {part(sam, entry_id, [0], excerpt_id=excerpt_id) for _ in range(2)} == {excerpt_id}


@pytest.mark.parametrize("chosen", [[], [99], [0, 5]])
def test_something_has_to_be_chosen_that_is_there(sam, chosen):
    entry_id = write(sam, BODY)
    with pytest.raises(Invalid):
        part(sam, entry_id, chosen)


def test_nobody_makes_or_reads_a_part_of_what_is_not_theirs(cast):
    made = part(cast.ana, cast.entry_id, [0])
    for who in (cast.ben, cast.foreign_client, cast.mara):
        with pytest.raises(NotFound):
            part(who, cast.entry_id, [0])
        with at_work(who), pytest.raises(NotFound):
            journal.read_excerpt(who, made)


def test_a_part_is_made_and_shared_through_the_pages(sam, mara, as_):
    entry_id, browser = write(sam, BODY), as_(sam)
    page = browser.get(f"/notes/{entry_id}").follow("Only a part")
    page = page.form("Make the part").press("Make the part")
    assert "Choose at least one sentence." in page.words
    page = page.form("Make the part").fill(chosen=["0", "2"]).press("Make the part")
    assert "Only you can read this" in page.words
    preview = page.follow("See it as Mara will")
    assert "Part of a note" in preview.words
    assert "He said no." not in preview.words
    preview.form("Share with Mara").press("Share with Mara").form("Open it now").press("Open it now")
    assert "I asked again tonight." in as_(mara).get("/desk/inbox").follow("I asked").words
