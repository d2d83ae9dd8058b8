"""After a fresh start: what lies under the keys of before has a page that says not found, and none that falls."""

from uuid import uuid4

import pytest

from portal.core.errors import NotFound
from portal.domain import imports, journal, recovery
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


def test_a_file_that_waited_to_come_in_is_not_found_under_new_keys(cast, alone, as_):
    waiting = uuid4()
    with work(cast.ana):
        imports.take(cast.ana, samples.JRNL.encode(), "", waiting)
    browser, path = as_(begun_anew(cast)), f"/me/data/import/{waiting}"
    assert browser.get(path).status == 404
    assert path not in browser.get("/me/data/import").text
    with work(cast.ana):
        assert imports.take_back(cast.ana, waiting) == 0
