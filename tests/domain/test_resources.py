"""The practice's library: a starter set, its own, and marks that are the client's alone."""

from uuid import uuid4

import pytest

from portal.core.actor import Role
from portal.core.errors import Forbidden, Invalid, NotFound
from portal.domain import resources
from tests.acts import at_once, at_work
from tests.cast import add_person


@pytest.fixture
def olga(sam):
    return add_person(sam.practice_id, "Olga", Role.ADMIN)


def titles(actor):
    with at_work(actor):
        return [one.title for one in resources.shelf(actor)]


def test_the_starter_set_is_sound_and_names_no_address():
    starter = resources.starter()
    assert len({one.slug for one in starter}) == len(starter) >= 15
    assert {one.kind for one in starter} == set(resources.KINDS)
    assert all(one.title and one.about and not one.url for one in starter)


def test_a_client_finds_what_the_practice_keeps(sam, olga):
    before = titles(sam)
    with at_work(olga):
        resources.add(
            olga, "group", "Monday group", about="In the blue house, at six.", url="https://example.org/monday"
        )
    with at_work(olga):
        resources.take_off(olga, "feeling-good")
        resources.take_off(olga, "feeling-good")
    assert set(titles(sam)) == set(before) - {"Feeling Good"} | {"Monday group"}


def test_two_who_take_it_off_at_the_same_moment_take_it_off_once(house, sam, olga):
    def off():
        with at_work(olga):
            resources.take_off(olga, "feeling-good")

    assert at_once(house, off) == []
    assert "Feeling Good" not in titles(sam)


def test_sent_twice_is_one(olga):
    once = uuid4()
    with at_work(olga):
        resources.add(olga, "book", "Twice", resource_id=once)
        resources.add(olga, "book", "Twice", resource_id=once)
    assert titles(olga).count("Twice") == 1


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("kind", {"kind": "film"}),
        ("title", {"title": " "}),
        ("title", {"title": "x" * 161}),
        ("by", {"by": "two\nlines"}),
        ("url", {"url": "javascript:alert(1)"}),
        ("url", {"url": "https://a b"}),
        ("about", {"about": "\x00"}),
    ],
)
def test_what_cannot_be_put_there_is_said_at_its_field(olga, field, said):
    with pytest.raises(Invalid) as problem, at_work(olga):
        resources.add(olga, **{"kind": "book", "title": "A book", **said})
    assert problem.value.field == field


def test_a_shelf_that_is_full_says_so_and_everything_on_it_can_be_saved(sam, olga):
    with at_work(olga):
        for number in range(resources.MOST - len(resources.shelf(olga))):
            resources.add(olga, "book", f"Book {number}")
        with pytest.raises(Invalid, match="Take one off"):
            resources.add(olga, "book", "One more")
    for slug in slugs(sam):
        with at_work(sam):
            resources.mark(sam, slug, "saved", is_on=True)
    with at_work(sam):
        assert all(one.is_saved for one in resources.marked(sam))


def slugs(actor):
    with at_work(actor):
        return [one.slug for one in resources.shelf(actor)]


def test_marks_are_the_clients_own(sam, olga):
    ben = add_person(sam.practice_id, "Ben", Role.CLIENT)
    with at_work(sam):
        resources.mark(sam, "burnout", "saved", is_on=True)
        resources.mark(sam, "burnout", "done", is_on=True)
        mine = {one.resource.slug for one in resources.marked(sam) if one.is_saved and one.is_done}
    with at_work(ben):
        theirs = [one for one in resources.marked(ben) if one.is_saved or one.is_done]
    assert mine == {"burnout"}
    assert theirs == []


@pytest.mark.parametrize(("slug", "what"), [("no-such", "saved"), ("burnout", "stolen"), ("", "")])
def test_what_is_not_there_cannot_be_marked(sam, slug, what):
    with pytest.raises(NotFound), at_work(sam):
        resources.mark(sam, slug, what, is_on=True)


def test_only_the_office_changes_the_shelf(sam, mara, olga):
    for who in (sam, mara):
        with pytest.raises(Forbidden), at_work(who):
            resources.add(who, "book", "Mine")
        with pytest.raises(Forbidden), at_work(who):
            resources.take_off(who, "burnout")
    with pytest.raises(NotFound), at_work(olga):
        resources.take_off(olga, "no-such")
