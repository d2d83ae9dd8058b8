"""Standing consents: from now on, of one kind, to one therapist, until the end of a day of the client's."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.domain import consent, factors, mood, vault
from portal.models.people import Person
from tests.acts import at_work, therapist_of, trust, write


def check_in(actor, level, line=""):
    with at_work(actor):
        return mood.check_in(actor, level, mood.Words(line))


def give(actor, reader, what, days=30, **more):
    with at_work(actor):
        consent.give_stream(actor, reader.person_id, what, days, **more)


def seen(reader, client):
    """What this therapist sees of the client's check-ins: days with a level, and lines."""
    with at_work(reader):
        _, past, words = mood.look_at(reader, client.person_id)
    return past.chart.counted.filled, [said.line for _, said in words]


def standing(actor):
    with at_work(actor):
        return [(stream.what, stream.name) for stream in consent.streams(actor)]


def test_nothing_stands_by_default(sam, mara):
    check_in(sam, 2, "Tired.")
    assert standing(sam) == []
    assert seen(mara, sam) == (0, [])


def test_levels_alone_are_open_from_now_on_and_never_a_word(sam, mara):
    idris = therapist_of(sam, "Idris")
    with time_machine.travel(now() - timedelta(days=2)):
        check_in(sam, 1, "Before.")
    give(sam, mara, "levels")
    check_in(sam, 4, "Not for Mara.")
    assert seen(mara, sam) == (1, [])
    assert seen(idris, sam) == (0, [])
    assert standing(sam) == [("levels", "Mara Lindqvist")]


def test_with_words_and_also_the_last_days_by_a_choice_of_its_own(sam, mara):
    for ago, line in ((40, "Long ago."), (3, "Lately.")):
        with time_machine.travel(now() - timedelta(days=ago)):
            check_in(sam, 2, line)
    give(sam, mara, "words", earlier=True)
    check_in(sam, 3, "Now.")
    assert seen(mara, sam) == (2, ["Now.", "Lately."])
    assert standing(sam) == [("words", "Mara Lindqvist")]


def test_correcting_what_was_written_before_opens_nothing(sam, mara):
    with time_machine.travel(now() - timedelta(days=200)), at_work(sam):
        old = mood.check_in(sam, 1, mood.Words("Not for Mara."))
        bare = mood.check_in(sam, 1)
    give(sam, mara, "words")
    with at_work(sam):
        mood.change(sam, old, 1, 2, mood.Words("Still not for Mara."))
        mood.change(sam, bare, 1, 2, mood.Words("Nor is this."))
    assert seen(mara, sam) == (0, [])
    assert opened(mara) == set()


def test_correcting_what_is_open_leaves_it_open_to_the_same_reader_alone(sam, mara):
    idris = therapist_of(sam, "Idris")
    give(sam, mara, "words")
    with at_work(sam):
        first, bare = mood.check_in(sam, 3, mood.Words("Once.")), mood.check_in(sam, 3)
    give(sam, idris, "words")
    with at_work(sam):
        mood.change(sam, first, 1, 4, mood.Words("Corrected."))
        mood.change(sam, bare, 1, 4, mood.Words("Added."))
    assert sorted(seen(mara, sam)[1]) == ["Added.", "Corrected."]
    assert seen(idris, sam) == (0, [])


def test_the_last_days_go_by_the_day_something_is_of_and_not_by_when_it_came_in(sam, mara):
    long_ago = now() - timedelta(days=5 * 365)
    with at_work(sam):
        come = mood.Incoming(uuid4(), long_ago.date(), "UTC", long_ago, 1, mood.Words("Brought along."))
        mood.bring_in(sam, [come])
        mood.check_in(sam, 2, mood.Words("A year ago."), moment=now() - timedelta(days=365))
        mood.check_in(sam, 2, mood.Words("Last week."), moment=now() - timedelta(days=7))
    give(sam, mara, "words", earlier=True)
    assert seen(mara, sam) == (1, ["Last week."])
    assert len(opened(mara)) == 2


def opened(reader):
    """The items that are open to somebody, of whatever kind but what they prove themselves with."""
    with at_work(reader):
        return set(vault.all_ids(reader.keys, but=[factors.KIND]))


def test_less_than_before_closes_what_was_more(sam, mara):
    give(sam, mara, "words")
    check_in(sam, 3, "Said once.")
    give(sam, mara, "levels")
    assert seen(mara, sam) == (1, [])
    assert standing(sam) == [("levels", "Mara Lindqvist")]


def test_ending_closes_what_came_by_it(sam, mara):
    give(sam, mara, "words")
    check_in(sam, 3, "Said once.")
    for _ in range(2):
        with at_work(sam):
            consent.end_stream(sam, mara.person_id, "words")
    assert seen(mara, sam) == (0, [])
    assert standing(sam) == []
    check_in(sam, 3, "Later.")
    assert seen(mara, sam) == (0, [])


def test_it_ends_at_midnight_where_the_client_is_before_any_sweep(sam, mara):
    with at_work(sam):
        db.session.scalars(select(Person).where(Person.id == sam.person_id)).one().time_zone = "America/New_York"
    with time_machine.travel(datetime(2030, 2, 10, 15, tzinfo=UTC), tick=False):  # summer time begins in these days
        give(sam, mara, "levels")
    last_midnight = datetime(2030, 3, 13, 4, tzinfo=UTC)
    with time_machine.travel(last_midnight - timedelta(seconds=1), tick=False):
        check_in(sam, 3)
        assert seen(mara, sam)[0] == 1
    with time_machine.travel(last_midnight, tick=False):
        assert seen(mara, sam)[0] == 0
        check_in(sam, 3)
        assert seen(mara, sam)[0] == 0


def test_looking_is_written_down_for_the_client_and_notes_are_no_part_of_it(sam, mara):
    give(sam, mara, "levels")
    check_in(sam, 4)
    write(sam, "Only mine.")
    seen(mara, sam)
    with at_work(sam):
        lines = [line.sentence.format(who=line.who, what=line.what) for line in consent.log(sam).lines]
    assert lines == ["Mara Lindqvist looked at your check-ins"]
    with at_work(mara):
        assert consent.shelf(mara).headers == []


def test_it_is_for_therapists_of_theirs_alone(cast):
    jo = trust(cast.ana)
    for who in (cast.idris, cast.vera, cast.ben, cast.olga, jo):
        with pytest.raises(NotFound):
            give(cast.ana, who, "levels")
    for what, days in (("notes", 30), ("levels", 181)):
        with pytest.raises(Invalid):
            give(cast.ana, cast.mara, what, days)
    for who in (cast.idris, cast.vera, cast.ana, cast.olga):
        with at_work(who), pytest.raises(NotFound):
            mood.look_at(who, cast.ana.person_id)
    with at_work(cast.mara), pytest.raises(NotFound):
        mood.look_at(cast.mara, uuid4())


def test_through_the_pages_with_nothing_ticked_beforehand(sam, mara, as_):
    browser, desk = as_(sam), as_(mara)
    path = f"/desk/clients/{sam.person_id}/check-ins"
    assert "Nothing shared." in desk.get(path).words
    form = (
        browser.get("/sharing")
        .follow("What opens by itself")
        .follow("Choose something for Mara")
        .form("Open it to Mara")
    )
    assert "what" not in form.values
    assert "earlier" not in form.values
    assert "Choose one of these." in form.press("Open it to Mara").words
    page = form.fill(what="levels").press("Open it to Mara")
    assert "Your check-ins, the level alone" in page.words
    check_in(sam, 4, "A line for me.")
    shown = desk.get(path)
    assert "Sam checked in" in shown.words
    assert "A line for me." not in shown.words
    assert "It has ended." in page.form("End this").press("End this").words
    assert "Nothing shared." in desk.get(path).words
