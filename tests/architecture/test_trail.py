"""Completeness of the trail (T68): each route that changes something has its event, or a reason why there is none."""

import pytest

from portal.domain.audit import Event
from tests import trail
from tests.architecture.rules import ROOT, application
from tests.architecture.test_docs import names_in
from tests.trail import observer

BRIEF = 12  # signs of a reason that gives none


def amiss(posts, writes, nothing):
    """What is wrong with these rows, in words; `posts`: the routes that change something."""
    wrong = [f"{route} has no row" for route in posts if route not in writes and route not in nothing]
    wrong += [f"{route} has both" for route in writes if route in nothing]
    wrong += [f"{route} is no route" for route in nothing if route not in posts]
    wrong += [f"{route} has no event" for route, row in writes.items() if not row]
    wrong += [f"{route} has no reason" for route, why in nothing.items() if len(why) < BRIEF]
    for route, row in writes.items():
        for event, test in row.items():
            file, _, name = test.partition("[")[0].partition("::")
            wrong += [f"{route}: {event} is no event"] if not isinstance(event, Event) else []
            wrong += [f"{route}: there is no {test}"] if name not in names_in(ROOT / "tests" / file) else []
    return wrong


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    return list(application(tmp_path_factory.mktemp("no-data")).url_map.iter_rules())


def test_each_route_that_changes_something_says_what_it_writes_down_or_why_nothing(rules):
    posts = {rule.endpoint for rule in rules if "POST" in rule.methods}
    assert len(posts) > 200
    assert amiss(posts, trail.WRITES, trail.NOTHING) == []
    assert set(trail.WRITES) - {rule.endpoint for rule in rules} == set(), "a row of a route that is not there"
    assert sum(len(part.WRITES) + len(part.NOTHING) for part in trail.PARTS) == len(trail.WRITES) + len(trail.NOTHING)


def test_a_route_without_a_row_would_be_noticed():
    shown = {Event.ENTRY_WRITTEN: "client_app/test_writing.py::test_a_note_is_written_and_stays_private"}
    assert amiss({"a"}, {"a": shown}, {}) == []
    assert amiss({"a", "b"}, {"a": shown}, {}) == ["b has no row"]
    assert amiss({"a"}, {"a": {}}, {"a": "", "b": "It changes nothing."}) == [
        "a has both",
        "b is no route",
        "a has no event",
        "a has no reason",
    ]
    assert amiss({"a"}, {"a": {Event.SHARED: "client_app/test_writing.py::test_x"}}, {})


def test_a_story_that_writes_down_something_else_would_be_noticed():
    test, (told, *_) = next(iter(trail.SEEN_IN.items()))
    quiet = next(iter(trail.NOTHING))
    assert observer.amiss(test, trail.SEEN_IN[test]) == []
    assert observer.amiss(test, [])
    assert observer.amiss("tests/x.py::test_x", [told]) == []
    for other in (quiet, told[0]):
        assert observer.amiss("tests/x.py::test_x", [(other, Event.PRACTICE_SET_UP)])
    assert observer.amiss("tests/x.py::test_x", [(quiet, Event.PRACTICE_SET_UP)], all_of_it=False) == []
    assert observer.amiss("tests/x.py::test_x", [(quiet, Event.ACCESS_DENIED)]) == []
