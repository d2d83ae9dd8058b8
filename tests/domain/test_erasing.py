"""Deleting many things at once: some days, or everything; notes wait seven days, the rest is gone."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.db import db
from portal.core.errors import Forbidden, Invalid
from portal.domain import drafts, erasing, goals, imports, journal, mood, summaries
from portal.domain.erasing import Counted
from portal.models.goals import Goal
from portal.models.vault import Item
from tests.acts import read_by, share, therapist_of, write
from tests.cast import add_person
from tests.imports import samples
from tests.summary_stories import card, finished, here

MAY = (date(2025, 5, 1), date(2025, 5, 31))


@pytest.fixture
def lived(sam):
    batch_id = here(sam, imports.take, sam, samples.DAYLIO_CSV.encode(), "", uuid4())
    here(sam, imports.choose, sam, batch_id, {"rad": 5, "Meh": 3, "good": 4, "on edge": 0})
    here(sam, imports.go_on, sam, batch_id, 0)
    here(sam, goals.write, sam, goals.Words("Rest"))
    here(sam, drafts.save, sam, "entry", uuid4(), {"title": "", "body": "On its way."}, drafts.Seen(0, uuid4()))
    return sam


def test_some_days_go_and_others_stay(lived):
    mara = therapist_of(lived, "Mara Lindqvist")
    kept, shared = write(lived, "June.", on_day=date(2025, 6, 1)), write(lived, "May.", on_day=date(2025, 5, 2))
    share(lived, shared, mara)
    assert here(lived, erasing.count, lived, MAY) == Counted(3, 3)
    assert here(lived, erasing.delete_days, lived, MAY) == Counted(3, 3)
    assert read_by(mara, shared) is None
    assert [header.id for header in here(lived, journal.shelf, lived).headers] == [kept]
    assert here(lived, mood.shelf, lived).lines == []
    here(lived, journal.bring_back, lived, shared)
    assert here(lived, journal.read, lived, shared).body == "May."


def test_everything_goes_and_the_account_stays(lived):
    ben = add_person(lived.practice_id, "Ben", Role.CLIENT)
    write(ben, "Ben's.")
    before = here(lived, erasing.count, lived, erasing.EVERY_DAY)
    assert (before.notes, before.checkins) == (2, 3)
    assert here(lived, erasing.delete_everything, lived) == before
    left = here(
        lived, lambda: set(db.session.scalars(select(Item.kind).where(Item.owner_id == lived.keys.principal_id)))
    )
    assert left == {"entry", "entry-margin"}
    assert here(lived, lambda: db.session.scalars(select(Goal)).all()) == []
    assert here(lived, erasing.count, lived, erasing.EVERY_DAY).is_nothing
    assert len(here(lived, journal.deleted_entries, lived)) == 2
    assert len(here(ben, journal.shelf, ben).headers) == 1
    write(lived, "And on.")


def test_days_the_wrong_way_round_and_whoever_has_none(lived):
    with pytest.raises(Invalid, match="lies before the first"):
        here(lived, erasing.count, lived, MAY[::-1])
    mara = therapist_of(lived, "Mara Lindqvist")
    with pytest.raises(Forbidden):
        here(mara, erasing.delete_days, mara, MAY)


def test_whoever_gave_a_summary_cannot_tell_that_everything_was_deleted(sam):
    mara = therapist_of(sam, "Mara Lindqvist")
    share(sam, write(sam, "Quoted."), mara)
    summary_id = finished(mara, sam)
    here(mara, summaries.give, mara, summary_id)
    before = card(mara, summary_id)
    here(sam, erasing.delete_everything, sam)
    assert card(mara, summary_id).given_at == before.given_at is not None
    assert [one.id for one in here(sam, summaries.given_to_me, sam)] == [summary_id]
