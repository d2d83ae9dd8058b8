"""The office keeps the library: adds to it, takes off, and never learns who saved what."""

import re

from portal.core.actor import Role
from portal.domain import resources
from tests.acts import at_work
from tests.acts import sam as sam_of
from tests.cast import add_person

sam = sam_of


def test_the_office_adds_and_takes_off(sam, as_):
    olga = as_(add_person(sam.practice_id, "Olga", Role.ADMIN))
    form = olga.get("/office/library").form("Add to the library")
    page = form.fill(kind="group", title="Monday group", url="https://example.org/m").press("Add to the library")
    assert "It is in the library now." in page.words
    off = next(form for form in page.forms if form.values.get("slug") == ["burnout"])
    page = off.press("Take off")
    assert "It is off the shelf." in page.words
    words = as_(sam).get("/steady/library").words
    assert "Monday group" in words
    assert "Emily Nagoski" not in words


def test_what_is_wrong_is_said_and_everything_typed_stays(sam, as_):
    olga = as_(add_person(sam.practice_id, "Olga", Role.ADMIN))
    form = olga.get("/office/library").form("Add to the library")
    page = form.fill(title="Site", url="javascript:alert(1)").press("Add to the library")
    assert "An address begins with https://" in page.words
    assert page.form("Add to the library").values["title"] == ["Site"]


def test_the_office_sees_the_same_whatever_is_saved(sam, as_):
    olga = as_(add_person(sam.practice_id, "Olga", Role.ADMIN))

    def page():
        return re.sub(r'value="[^"]*"', "", olga.get("/office/library").text)

    before = page()
    with at_work(sam):
        resources.mark(sam, "burnout", "saved", is_on=True)
        resources.mark(sam, "burnout", "done", is_on=True)
    assert page() == before
