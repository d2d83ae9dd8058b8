"""After a fresh start: what lies under the keys of before has a page that says not found, and none that falls."""

from uuid import uuid4

import pytest

from portal.core.errors import NotFound
from portal.domain import agenda, conversation, goals, imports, journal, measures, mood, recovery, steady
from tests.acts import write
from tests.domain.test_begin_anew import OLD, alone, begun_anew, work
from tests.imports import samples

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
