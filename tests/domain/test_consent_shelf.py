"""What a reader has of a client's: what is shared, in the version that was, from the moment it opens."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.domain import consent, journal
from portal.models.audit import AuditRow
from portal.models.consent import Opening
from tests.acts import at_work, read_by, share, therapist_of, write
from tests.cast import add_person, look_after
from tests.statements import counted


def rows(actor, model):
    with at_work(actor):
        return db.session.scalar(select(func.count()).select_from(model))


def events(actor, entry_id):
    with at_work(actor):
        return list(
            db.session.scalars(select(AuditRow.event).where(AuditRow.subject_id == entry_id).order_by(AuditRow.seq))
        )


def test_an_opening_is_written_down_for_the_client(sam, mara):
    entry_id = write(sam, "For Mara.", "Shared")
    share(sam, entry_id, mara)
    moments = [datetime(2030, 11, 18, 14, 2, tzinfo=UTC), datetime(2030, 11, 19, 9, 0, tzinfo=UTC)]
    for moment in moments:
        with time_machine.travel(moment, tick=False), at_work(mara):
            assert consent.read_shared(mara, entry_id).shown.body == "For Mara."
    with at_work(sam):
        opening = db.session.scalars(select(Opening)).one()
        assert (opening.reader_id, opening.first_at, opening.last_at) == (mara.person_id, *moments)
    assert events(sam, entry_id).count("consent:share:opened") == 2


def test_reading_ones_own_note_is_not_written_down(sam):
    entry_id = write(sam)
    with at_work(sam):
        journal.read(sam, entry_id)
    assert events(sam, entry_id) == ["journal:entry:written"]
    assert rows(sam, Opening) == 0


def test_a_refused_reading_leaves_no_trace(cast):
    with pytest.raises(NotFound), at_work(cast.mara):
        consent.read_shared(cast.mara, cast.private_id)
    assert rows(cast.ana, Opening) == 0
    assert "consent:share:opened" not in events(cast.ana, cast.private_id)


def test_a_reader_goes_on_reading_the_version_that_was_shared(sam, mara):
    entry_id = write(sam, "As shared.")
    share(sam, entry_id, mara)
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Only for me.")
    with at_work(mara):
        page = consent.read_shared(mara, entry_id)
        assert (page.shown.body, page.version) == ("As shared.", 1)
    share(sam, entry_id, mara)
    with at_work(mara):
        assert consent.read_shared(mara, entry_id).shown.body == "Only for me."


def test_the_shared_shelf_holds_what_is_open_and_nothing_else(sam, mara):
    idris = therapist_of(sam, "Idris")
    kept = write(sam, "Not for anyone.")
    first, second = write(sam, "One\nmore", "First"), write(sam, "Two")
    until = now() + timedelta(days=3)
    share(sam, first, mara)
    share(sam, second, mara, until=until)
    with at_work(mara):
        shelf = consent.shelf(mara)
        assert [header.id for header in shelf.headers] == [second, first]
        assert [header.client for header in shelf.headers] == ["Sam Okoro", "Sam Okoro"]
        assert [header.until for header in shelf.headers] == [until, None]
        assert (shelf.headers[1].title, shelf.headers[1].first_line, shelf.older) == ("First", "One", None)
        assert kept not in {header.id for header in shelf.headers}
    with at_work(idris):
        assert consent.shelf(idris).headers == []


def test_the_shared_shelf_can_be_narrowed(sam, mara):
    ben = add_person(sam.practice_id, "Ben", Role.CLIENT)
    look_after(ben, mara)
    today = now().date()
    old, new = write(sam, on_day=today - timedelta(days=40)), write(sam)
    bens = write(ben)
    for actor, entry_id in ((sam, old), (sam, new), (ben, bens)):
        share(actor, entry_id, mara)
    with at_work(mara):
        consent.read_shared(mara, new)
    with at_work(mara):

        def ids(**narrow):
            return {header.id for header in consent.shelf(mara, **narrow).headers}

        assert ids() == {old, new, bens}
        assert ids(client_id=sam.person_id) == {old, new}
        assert ids(client_id=sam.person_id, days=(today - timedelta(days=28), today)) == {new}
        assert ids(things=[old, bens]) == {old, bens}
        assert ids(since=now() + timedelta(days=1)) == set()
        assert ids(client_id=uuid4()) == set()


def test_the_shared_shelf_comes_in_pages(sam, mara):
    ids = [write(sam, f"Note {number}") for number in range(5)]
    for entry_id in ids:
        share(sam, entry_id, mara)
    with at_work(mara):
        first = consent.shelf(mara, most=2)
        second = consent.shelf(mara, most=2, before=first.older)
        third = consent.shelf(mara, most=2, before=second.older)
        found = [header.id for shelf in (first, second, third) for header in shelf.headers]
        assert found == ids[::-1]
        assert third.older is None
        assert consent.shelf(mara, most=2, before=uuid4()) == first


def test_the_shared_shelf_shows_one_line_for_a_note_in_its_newest_shared_version(sam, mara):
    entry_id = write(sam, "One.")
    share(sam, entry_id, mara)
    with at_work(sam):
        journal.edit(sam, entry_id, 1, "Two.")
        journal.edit(sam, entry_id, 2, "Three.")
    share(sam, entry_id, mara, version=2)
    with at_work(mara):
        assert [(header.version, header.first_line) for header in consent.shelf(mara).headers] == [(2, "T…")]


@pytest.mark.parametrize(
    "body", ["x", "Two.", "One line of some length, and that is all.", "Short\nand more", "w " * 200]
)
def test_a_list_never_shows_all_of_a_note(sam, mara, body):
    """What could be read in full without opening it would be read unseen."""
    share(sam, write(sam, body), mara)
    with at_work(mara):
        first_line = consent.shelf(mara).headers[0].first_line
    assert len(first_line) <= 60
    assert len(first_line.removesuffix("…")) < len(body.strip())


def test_the_shared_shelf_asks_as_much_for_many_notes_as_for_few(sam, mara):
    def asked():
        with at_work(mara), counted() as statements:
            consent.shelf(mara)
        return len(statements)

    share(sam, write(sam), mara)
    few = asked()
    for _ in range(30):
        share(sam, write(sam), mara)
    assert asked() == few


def test_having_opened_a_note_is_remembered_while_the_work_goes_on(sam, mara):
    entry_id, unread = write(sam), write(sam)
    for shared in (entry_id, unread):
        share(sam, shared, mara)
    read_by(mara, entry_id)
    with at_work(mara):
        assert consent.was_opened(mara, entry_id)
        assert not consent.was_opened(mara, unread)
        assert not consent.was_opened(mara, uuid4())
