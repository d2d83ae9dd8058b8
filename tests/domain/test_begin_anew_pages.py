"""After a fresh start: what lies under the keys of before is not found on a page, nor said to be given to anybody."""

from uuid import uuid4

import pytest

from portal.core.db import db
from portal.core.errors import Invalid, NotFound
from portal.domain import (
    agenda,
    caseload,
    consent,
    conversation,
    goals,
    imports,
    journal,
    measures,
    mood,
    receipts,
    recovery,
    steady,
)
from portal.models.people import Membership
from tests.acts import write
from tests.domain.test_begin_anew import OLD, alone, begun_anew, work
from tests.imports import samples
from tests.recovery_stories import asked, name_of

__all__ = ["alone"]


def test_a_layout_from_before_is_not_found_until_the_old_keys_open(cast, alone):
    with work(cast.ana):
        before = journal.make_layout(cast.ana, "After an argument", "What happened:")
    ana = begun_anew(cast)
    with work(ana):
        since = journal.make_layout(ana, "Shorter", "What now?")
        assert [one.id for one in journal.layouts(ana)] == [since]
        assert journal.read_layout(ana, since).name == "Shorter"
    with work(ana), pytest.raises(NotFound):
        journal.read_layout(ana, before)
    with work(ana), pytest.raises(NotFound):
        journal.change_layout(ana, before, 1, "Longer", "And then?")
    recovery.reopen(ana, OLD)
    with work(ana):
        assert journal.read_layout(ana, before).name == "After an argument"


def test_each_page_about_what_is_closed_says_so_to_its_owner_and_is_not_there_for_anybody_else(cast, alone, as_, house):
    """One page for every kind, with the way back; for others these are the bytes of what never was."""
    with work(cast.ana):
        named = _one_of_each(cast.ana)
    ana = begun_anew(cast)
    mine, others = as_(ana), [as_(cast.ben), as_(cast.mara)]
    paths = [path for rule in house.url_map.iter_rules() for path in _filled(rule, named)]
    assert len(paths) >= 18, "each page of a thing with an id"
    for path in paths:
        page = mine.get(path)
        assert (page.status, page.title) == (404, "Not open"), path
        assert "closed since you began anew" in page.words, path
    assert "What is closed" in page.follow("How it comes back").words
    for never_hers in (write(cast.ben), uuid4()):
        assert mine.get(f"/notes/{never_hers}").title == "Not found"
    words = {"title": "", "body": "Written for an hour.", "csrf_token": mine.token()}
    assert "Written for an hour." in mine.post(f"/notes/{cast.entry_id}/edit", words).text
    for other in others:
        answers = [other.get(path).response for path in (paths[0], f"/notes/{cast.entry_id}", f"/notes/{uuid4()}")]
        assert len({answer.data for answer in answers}) == 1
    recovery.reopen(ana, OLD)
    assert mine.get(f"/notes/{named['entry_id']}").status == 200


def _one_of_each(ana):
    """The names of parts of paths, and a thing of hers for each."""
    pack = next(iter(measures.offered(ana).values()))
    steady.keep(ana, steady.Slot.COPING, 0, {"helps": "Tea."})
    entry_id = journal.write(ana, "We talked at last.")
    return {
        "entry_id": entry_id,
        "thing_id": entry_id,
        "excerpt_id": journal.excerpt(ana, entry_id, 1, [0]),
        "layout_id": journal.make_layout(ana, "Short", "What now?"),
        "goal_id": goals.write(ana, goals.Words("Ask for ten minutes")),
        "talk_id": conversation.plan(ana, {"about": "The move."}),
        "checkin_id": mood.check_in(ana, 3),
        "agenda_id": agenda.write(ana, agenda.Words("The quarrel"), uuid4()),
        "measure_id": measures.keep(ana, pack, {item.id: item.lowest for item in pack.items}, gaps=True),
        "card_id": steady.card(ana, steady.Slot.COPING).id,
    }


def _filled(rule, named):
    if "GET" in rule.methods and rule.endpoint.startswith("client.") and set() < rule.arguments <= set(named):
        _, path = rule.build({name: named[name] for name in rule.arguments})
        yield path


def test_a_file_that_waited_to_come_in_is_not_found_under_new_keys(cast, alone, as_):
    waiting = uuid4()
    with work(cast.ana):
        imports.take(cast.ana, samples.JRNL.encode(), "", waiting)
    browser, path = as_(begun_anew(cast)), f"/me/data/import/{waiting}"
    assert browser.get(path).status == 404
    assert path not in browser.get("/me/data/import").text
    with work(cast.ana):
        assert imports.take_back(cast.ana, waiting) == 0


def test_the_page_says_that_what_is_opened_again_can_then_be_helped_with(cast, alone, as_):
    ana, said = begun_anew(cast), "The practice can help you back in now."
    browser = as_(ana)
    assert said not in browser.get("/me/closed").words
    with work(ana):
        recovery.let_help(ana)
    assert said in browser.get("/me/closed").words


def test_nobody_who_is_more_than_a_client_begins_anew(cast, alone):
    """No page gives a client another role. Were there one, its keys would be put aside with the client's."""
    with work(cast.ana):
        db.session.add(Membership(practice_id=cast.ana.practice_id, person_id=cast.ana.person_id, role="therapist"))
    _, pairing = asked(cast.ana)
    with work(cast.ana), pytest.raises(Invalid, match="No browser waits"):
        recovery.let_begin_anew(cast.tova, pairing, name_of(cast.ana))


def test_what_is_closed_is_neither_handed_on_nor_said_to_be_given(cast, alone):
    """Its receipt says what was opened, and nothing that stays closed."""
    with work(cast.ana):
        mood.check_in(cast.ana, 3)
        consent.give_stream(cast.ana, cast.mara.person_id, "levels", 30, earlier=True)
    ana = begun_anew(cast)
    with work(ana):
        stands = caseload.what_stands(ana.person_id, cast.mara.person_id)
        assert [one.count for one in consent.what_stood(ana, stands)[1]] == [0]
        consent.give_stream(ana, cast.mara.person_id, "levels", 30, earlier=True)
        last = max(receipts.index(ana).receipts, key=lambda one: one.number)
        assert not last.earlier
