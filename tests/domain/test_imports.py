"""A journal on its way in: looked at, brought in part by part, private whatever stands, taken back as one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Conflict, Forbidden, Invalid, Locked, NotFound
from portal.domain import imports, journal, mood, vault
from portal.domain.imports import Stage, Unreadable
from portal.models.journal import Entry
from portal.models.mood import Checkin
from portal.models.vault import Item, ItemKey
from tests.acts import share, therapist_of, write
from tests.cast import add_person
from tests.imports import samples
from tests.summary_stories import here

CANARY = "The kettle was still warm when I came home"


def take(actor, data, batch_id=None):
    data = data if isinstance(data, bytes) else data.encode()
    return here(actor, imports.take, actor, data, "", batch_id or uuid4())


def bring(actor, data, levels=None):
    """All of it, as somebody would who looks through it and goes on to the end."""
    batch_id = take(actor, data)
    here(actor, imports.choose, actor, batch_id, levels or {})
    while (card := here(actor, imports.card, actor, batch_id)).stage is Stage.UNDER_WAY:
        here(actor, imports.go_on, actor, batch_id, card.done)
    return batch_id


def card(actor, batch_id):
    return here(actor, imports.card, actor, batch_id)


def notes(actor):
    return here(actor, journal.shelf, actor, most=500).headers


def checkins(actor):
    return here(actor, mood.shelf, actor).lines


def count(actor, of, *where):
    return here(actor, lambda: db.session.scalar(select(func.count()).select_from(of).where(*where)))


def test_before_anybody_says_yes_nothing_is_in_and_the_plan_says_what_would_be(sam):
    batch_id = take(sam, samples.DAYLIO_CSV)
    found = card(sam, batch_id)
    assert (found.stage, found.done, found.total) == (Stage.LOOKED_AT, 0, 4)
    assert (found.plan.first, found.plan.last) == (date(2025, 5, 27), date(2025, 5, 30))
    assert found.plan.moods == {"rad": 1, "Meh": 1, "on edge": 1, "good": 1}
    assert found.plan.levels == {"rad": 5, "Meh": 3, "good": 4}
    assert [each.where for each in found.plan.skipped] == ["line 5", "line 7", "line 8"]
    assert (count(sam, Entry), count(sam, Checkin)) == (0, 0)
    with pytest.raises(Conflict):
        here(sam, imports.go_on, sam, batch_id, 0)


def test_a_mood_without_a_level_is_asked_for(sam):
    batch_id = take(sam, samples.DAYLIO_CSV)
    with pytest.raises(Invalid, match="Choose one for each"):
        here(sam, imports.choose, sam, batch_id, {"rad": 5, "Meh": 3, "good": 4})
    with pytest.raises(Invalid):
        here(sam, imports.choose, sam, batch_id, {"rad": 5, "Meh": 3, "good": 4, "on edge": 6})


def test_moods_come_in_as_chosen_and_long_words_as_notes_beside_them(sam):
    batch_id = bring(sam, samples.DAYLIO_CSV, {"rad": 5, "Meh": 3, "good": 4, "on edge": 0})
    assert card(sam, batch_id).stage is Stage.IN
    assert [(str(each.reading.on_day), each.reading.level) for each in checkins(sam)] == [
        ("2025-05-30", 5), ("2025-05-30", 3), ("2025-05-27", 4),
    ]  # fmt: skip
    first, second, _ = (each.reading.words for each in checkins(sam))
    assert (first.line, first.activities) == ("Lovely", ("friends", "walk"))
    assert second is None
    held, free = notes(sam)
    assert (held.title, free.first_line) == ("Half of it", "no, nobody quoted these commas")
    beside = here(sam, journal.beside, sam, held.id).margin
    assert beside.checkin_id == checkins(sam)[1].reading.id
    assert here(sam, journal.beside, sam, free.id).margin.tags == ("on edge", "work")


def test_days_zones_tags_and_days_before_1900_are_kept(sam):
    bring(sam, samples.day_one_zip())
    newest = here(sam, lambda: db.session.scalars(select(Entry).where(Entry.zone == "Europe/Berlin")).one())
    assert newest.on_day == date(2025, 1, 1)
    page = here(sam, journal.read, sam, newest.id)
    assert (page.title, page.body) == ("New year", "A well-kept day. 1) tea\n\n#" + "x" * 60)
    assert here(sam, journal.beside, sam, newest.id).margin.tags == ("family",)
    assert [header.first_line for header in here(sam, journal.pinned, sam)] == ["Twice."]
    bring(sam, "[1660-01-11 10:00] Blessed be God. I lived in Axe Yard.")
    assert notes(sam)[-1].on_day == date(1660, 1, 11)


def test_what_is_longer_than_a_note_comes_in_as_several(sam):
    batch_id = bring(sam, "[2020-01-01 10:00] Long. " + "One line of many words.\n" * 5_000)
    assert card(sam, batch_id).total == 3
    found = sorted(header.title for header in notes(sam))
    assert found == ["Long.", "Long. (2 of 3)", "Long. (3 of 3)"]
    bodies = [here(sam, journal.read, sam, header.id).body for header in notes(sam)]
    assert sum(body.count("One line of many words.") for body in bodies) == 5_000


def test_a_day_that_has_not_come_yet_stays_behind(sam):
    batch_id = take(sam, "[2020-01-01 10:00] Then.\n[2120-01-01 10:00] Some day.\n")
    assert [each.reason for each in card(sam, batch_id).plan.skipped] == ["Its day has not come yet."]


def test_it_comes_in_by_the_thousand_can_be_gone_on_with_and_twice_is_once(sam):
    batch_id = take(sam, samples.many(2_300))
    here(sam, imports.choose, sam, batch_id, {})
    assert here(sam, imports.go_on, sam, batch_id, 0).done == 1_000
    assert here(sam, imports.go_on, sam, batch_id, 0).done == 1_000  # the same button, pressed twice
    assert count(sam, Entry) == 1_000
    with time_machine.travel(now() + timedelta(hours=23)):
        assert here(sam, imports.go_on, sam, batch_id, 1_000).done == 2_000
        assert here(sam, imports.go_on, sam, batch_id, 2_000).stage is Stage.IN
        assert here(sam, imports.go_on, sam, batch_id, 2_300).stage is Stage.IN
    assert count(sam, Entry) == 2_300
    assert len({header.first_line for header in notes(sam)}) == 500


def test_taken_twice_it_is_taken_once(sam):
    batch_id = uuid4()
    assert take(sam, samples.JRNL, batch_id) == take(sam, samples.JRNL, batch_id) == batch_id
    assert len(here(sam, imports.index, sam)) == 1


def test_what_waits_is_sealed_and_goes_when_all_of_it_is_in(sam):
    batch_id = take(sam, f"[2020-01-01 10:00] {CANARY}.")
    bodies = here(sam, lambda: list(db.session.scalars(select(Item.body).where(Item.kind == "import"))))
    assert len(bodies) == 2
    assert all(b"kettle" not in body for body in bodies)
    here(sam, imports.choose, sam, batch_id, {})
    here(sam, imports.go_on, sam, batch_id, 0)
    assert count(sam, Item, Item.kind == "import") == 1  # the plan, for the report


def test_nothing_that_comes_in_falls_under_a_standing_consent(sam):
    """Not even under consents for exactly these kinds of items; what is written here afterwards does."""
    mara = therapist_of(sam, "Mara Lindqvist")
    for kind in ("entry", "entry-margin", "checkin", "checkin-words", "import"):
        here(sam, vault.give, sam.keys, mara.keys.principal_id, kind, "to read", "standing-1")
    bring(sam, samples.DAYLIO_CSV, {"rad": 5, "Meh": 3, "good": 4, "on edge": 0})
    per_item = select(func.count()).select_from(ItemKey).group_by(ItemKey.item_id)
    assert set(here(sam, lambda: db.session.scalars(per_item).all())) == {1}
    write(sam, "Written here.")
    assert 2 in here(sam, lambda: db.session.scalars(per_item).all())


def test_the_keys_of_another_person_open_none_of_it(sam):
    ben = add_person(sam.practice_id, "Ben", sam.role)
    batch_id = bring(sam, samples.JRNL)
    for verb, more in ((imports.card, ()), (imports.take_back, ()), (imports.go_on, (0,)), (imports.choose, ({},))):
        with pytest.raises(NotFound):
            here(ben, verb, ben, batch_id, *more)
    entry_id = notes(sam)[0].id
    with pytest.raises(Locked):
        here(ben, vault.write_many, ben.keys, [("entry", entry_id, b"theirs")])


def test_taken_back_all_of_it_goes_and_nothing_else(sam):
    mara = therapist_of(sam, "Mara Lindqvist")
    kept = write(sam, "Written here.")
    batch_id = bring(sam, samples.DAYLIO_CSV, {"rad": 5, "Meh": 3, "good": 4, "on edge": 0})
    changed, deleted = [header.id for header in notes(sam) if header.id != kept]
    here(sam, journal.edit, sam, changed, 1, "Changed since.")
    share(sam, changed, mara)
    here(sam, journal.delete_entry, sam, deleted)
    assert here(sam, imports.take_back, sam, batch_id) == 5
    assert here(sam, imports.take_back, sam, batch_id) == 0
    assert [header.id for header in notes(sam)] == [kept]
    assert (count(sam, Entry), count(sam, Checkin)) == (1, 0)
    assert count(sam, Item, Item.kind.in_(("checkin", "checkin-words", "entry-margin"))) == 0
    assert card(sam, batch_id).stage is Stage.TAKEN_BACK


def test_left_alone_before_anything_is_in_it_is_forgotten_altogether(sam):
    batch_id = take(sam, samples.JRNL)
    here(sam, imports.take_back, sam, batch_id)
    assert here(sam, imports.index, sam) == []
    assert count(sam, Item) == 0


def test_after_a_day_what_waits_is_let_go_and_what_is_in_can_still_be_taken_back(sam):
    only_seen, half_way = take(sam, samples.JRNL), take(sam, samples.many(1_001))
    here(sam, imports.choose, sam, half_way, {})
    here(sam, imports.go_on, sam, half_way, 0)
    with time_machine.travel(now() + timedelta(days=1, seconds=1)):
        here(sam, imports.sweep)
        with pytest.raises(NotFound):
            card(sam, only_seen)
        assert card(sam, half_way).stage is Stage.STOPPED
        assert here(sam, imports.go_on, sam, half_way, 1_000).done == 1_000
        assert count(sam, Item, Item.kind == "import") == 1
        assert here(sam, imports.take_back, sam, half_way) == 1_000
    with time_machine.travel(now() + timedelta(days=31)):
        here(sam, imports.sweep)
        assert here(sam, imports.index, sam) == []
        assert count(sam, Item) == 0


def test_nothing_that_can_come_in_is_said_with_its_reason_and_nothing_is_kept(sam, mara):
    with pytest.raises(Unreadable, match=r"Nothing in this file can come in\. Entry 1: It has no date"):
        take(sam, '{"entries": [{"uuid": "A", "creationDate": "soon", "text": "When?"}]}')
    assert here(sam, imports.index, sam) == []
    with pytest.raises(Forbidden):
        take(mara, samples.JRNL)
