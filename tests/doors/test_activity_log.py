"""The pages of the activity log: what an admin finds there, how they look for it, and what they take away."""

import csv
import io
import json

import pytest

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import audit
from portal.domain.audit import Event, Seek
from portal.models.people import Person
from tests.acts import at_work
from tests.cast import add_person


@pytest.fixture
def office(cast, as_):
    with at_work(cast.olga):
        for _ in range(2):
            audit.record(cast.idris, Event.CONTACT_CHANGED)
        audit.record(cast.mara, Event.OPENED, cast.entry_id, cast.ana.person_id)
        audit.record(None, Event.SIGN_IN_FAILED, about_id=cast.ben.person_id)
    return as_(cast.olga)


def test_lines_are_shown_found_by_kind_by_person_and_by_day_and_one_has_its_ids(cast, office):
    page = office.get("/office/log")
    assert page.title.startswith("Activity log")
    for words in ("Mara opened something that was shared Ana", "tried to sign in, and it did not work"):
        assert words in page.words
    assert "it did not work Ben" not in page.words, "by whose name would say when that person comes"
    assert "The first look is still to come" in page.words
    trouble = page.follow("Sign-in trouble")
    assert "tried to sign in" in trouble.words
    assert "opened something" not in trouble.words
    whose = page.form("Find a person").fill(name="mar").press()
    assert "Lines of Mara" in whose.words
    assert "tried to sign in" not in whose.words
    assert str(cast.mara.person_id) in whose.text
    assert "Nothing like this is in the log." in office.get("/office/log?first=2001-01-01&last=2001-01-02").words
    assert "The last day comes before" in office.get("/office/log?first=2002-01-01&last=2001-01-02").words
    assert "This is no day." in office.get("/office/log?first=yesterday").words
    one = office.get("/office/log/3")
    assert "Line 3" in one.words
    assert str(cast.ana.person_id) in one.text
    assert str(cast.entry_id) not in one.text, "by ids alone it would tell what was shared with whom"
    for path in ("/office/log/99", "/office/log?before=99", "/office/log?person=7b3c1c0e-5f0d-4c6e-9d0c-000000000000"):
        assert office.client.get(office._at(path)).status_code == 404


def test_several_people_of_a_name_are_offered_and_the_name_is_in_no_address(cast, office):
    add_person(cast.olga.practice_id, "Anabel", Role.CLIENT)
    page = office.get("/office/log?kind=opened").form("Find a person").fill(name="ana").press()
    assert "Whose lines?" in page.words
    page = page.follow("Anabel")
    assert "Nothing like this" in page.words
    assert "kind=opened" in page.text
    assert "Anabel" not in page.path
    assert (
        "Nobody here is called that." in office.get("/office/log").form("Find a person").fill(name="zz").press().words
    )


def test_the_lines_of_a_view_are_taken_as_a_file_and_the_log_says_so(cast, office):
    with unit_of_work(cast.olga.practice_id):
        db.session.get(Person, cast.ana.person_id).name = '=HYPERLINK("x")'
    form = office.get("/office/log?kind=opened").form("For a spreadsheet")
    token = {name: values[0] for name, values in form.values.items()}
    answer = office.client.post(office._at("/office/log/file"), data={**token, "form": "csv"})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="log-')
    [row] = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert (row["who"], row["what"], row["about"]) == ("Mara", "opened something that was shared", '\'=HYPERLINK("x")')
    answer = office.client.post(office._at("/office/log/file"), data={**token, "kind": "", "form": "json"})
    found = json.loads(answer.data)
    assert [line["what"] for line in found][:2] == [
        "took lines of this log as a file",
        "tried to sign in, and it did not work",
    ]
    assert "Choose one of the two kinds" in office.post("/office/log/file", {**token, "form": "exe"}).words
    with at_work(cast.olga):
        assert audit.lines(cast.olga, Seek()).lines[0].what == "took lines of this log as a file"


def test_the_foot_says_whether_the_record_is_whole_and_what_to_do_when_it_is_not(cast, office):
    here = cast.olga.practice_id
    with unit_of_work(here):
        audit.note_check(audit.verify(here))
    assert "Record complete and unbroken, checked" in office.get("/office/log").words
    with unit_of_work(here):
        audit.note_check(audit.Verdict(here, 6, 7))
    page = office.get("/office/log")
    assert "The record has a gap" in page.words
    assert "Between lines 2 and 3" in page.words
    assert "take the lines around the gap as a file" in page.follow("What to do now").words
