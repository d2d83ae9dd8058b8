"""The office invites from a list: pasted, columns confirmed, mended in place, prepared, on paper, taken back."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal import jobs
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import limits, sessions
from portal.models.outbox import JobRow
from portal.models.people import Person
from tests.cast import add_person, found_practice, look_after
from tests.domain.slips import PASSWORD
from tests.summary_stories import here

ROWS = 'Name\tE-mail\tMay be mailed\tPhone\nAna\tana@example.org\tno\t\nBen\tanna at web\tno\t\nCy\n"Dan\tx\n'


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def work(olga):
    """Do every job that waits, as the worker would."""
    waiting = here(olga, lambda: db.session.scalars(select(JobRow.id).where(JobRow.state == "waiting")).all())
    for job_id in waiting:
        jobs.run(str(olga.practice_id), str(job_id))


def test_a_pasted_list_becomes_invitations_slips_and_a_report_and_goes_again(as_, olga):
    office = as_(olga)
    page = office.get("/office/invite").follow("From a list")
    page = page.form("Look through it").fill(rows=ROWS).press()
    assert "This is a guess" in page.words
    assert "Nothing is read from: Phone." in page.words
    assert page.form("Go on").values["separator"] == ["\t"]
    page = page.form("Go on").press()
    assert "We will prepare one invitation." in page.words
    assert "Nothing is sent yet. 2 rows that need a fix stay out." in page.words
    assert "Row 3" in page.words
    assert "Found: “anna at web”" in page.words
    assert "Its quotation marks do not match." in page.words
    page = page.form("Keep these changes").fill(**{"3-email": "ben@example.org", "4-out": "y"}).press()
    assert "We will prepare 2 invitations." in page.words
    assert "Left out: 1" in page.words
    page = page.form("Prepare the invitations").press()
    assert "You can leave this page, and sign out." in page.words
    work(olga)
    page = office.get(page.path)
    assert "Prepared" in page.words
    page = page.form("Make the sheet").press()
    assert "In line" in page.words
    work(olga)
    sheet = office.get(page.path).form("Download the sheet").press()
    assert sheet.response.data.startswith(b"%PDF")
    card = office.get("/office/invite/csv").follow("Prepared: 2 people")
    report = card.follow("Download the report")
    assert b"invited" in report.response.data
    assert b"left out" in report.response.data
    assert "Open invitations" in office.get("/office/invite/open").words
    assert "2 are open" in office.get("/office/invite/open").words
    page = card.form("Take it back").press()
    work(olga)
    page = office.get(page.path)
    assert "Whoever had not joined is not invited any more." in page.words
    assert "No invitation is open." in office.get("/office/invite/open").words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "There is nothing in it."),
        ({"file": "name,email"}, "There is nothing in it."),  # words where a file belongs
        ({"file": (BytesIO(b"PK\3\4"), "people.xlsx")}, "This is a workbook."),
        ({"rows": "x" * 600_000}, "No row in it can be read"),
        ({"rows": "a,b\n" * 5_002}, "5,000 rows are the most"),
    ],
)
def test_what_is_no_list_gets_a_sentence(as_, olga, typed, said):
    form = as_(olga).get("/office/invite/csv").form("Look through it")
    form.values |= {name: [value] for name, value in typed.items()}
    page = form.press()
    assert page.title.startswith("Problem: ")
    assert said in page.words


def test_another_window_and_a_late_form_get_a_sentence_and_change_nothing(as_, olga):
    office = as_(olga)
    columns = office.get("/office/invite/csv").form("Look through it").fill(rows=ROWS).press()
    rows = columns.form("Go on").press()
    assert rows.path == columns.form("Go on").fill(column_0="").press().path, "the columns were chosen already"
    rows.form("Keep these changes").fill(**{"3-email": "ben@example.org"}).press()
    for button in ("Keep these changes", "Prepare the invitations"):
        late = rows.form(button).press()
        assert "changed in another window" in late.words
        assert "We will prepare 2 invitations." in late.words
    forged = office.post(f"{rows.path}/prepare", {"csrf_token": office.token(), "version": "\0"})
    assert "changed in another window" in forged.words


def test_one_tick_says_that_the_people_of_a_list_may_be_mailed(as_, olga, box, monkeypatch):
    rows = "Name,E-mail\nAna,ana@example.org\nBen,ben@example.org\n"
    office = as_(olga)
    for ticked in ("", "y"):
        page = office.get("/office/invite/csv").form("Look through it").fill(rows=rows).press().form("Go on").press()
        assert "These 2 people have told us that the invitation may be mailed" in page.words
        page = page.form("Prepare the invitations").fill(**({"may_be_mailed": "y"} if ticked else {})).press()
        work(olga)
        page = office.get(page.path)
        assert ("Send the mails" in page.words) == bool(ticked)
        if not ticked:
            page.form("Take it back").press()
            work(olga)
    with monkeypatch.context() as tight:
        tight.setitem(limits.LIMITS, limits.Act.MAILS, limits.Limit(1, timedelta(hours=2.5)))
        assert (
            "The list stays, and its links stay good. Try again in 3 hours."
            in page.form("Send the mails").press().words
        )
    assert "are in line" in page.form("Send the mails").press().words


def test_an_invitation_is_ended_taken_back_or_printed_anew(as_, olga):
    office = as_(olga)
    for name in ("Ana", "Ben"):
        page = office.get("/office/invite").form("Make the slip")
        page.fill(name=name, sign_in_name=name.lower(), role="client").press()
    page = office.get("/office/invite/open")
    ids = [
        node.get("value") for node in page.form("Make new slips").node.iter("input") if node.get("name") == "person_ids"
    ]
    assert "Tick between one and 20" in page.form("Make new slips").press().words
    form = page.form("Make new slips").fill(person_ids=ids)
    sheet = form.press()
    assert sheet.path == form.press().path, "sent twice, it is one sheet"
    work(olga)
    assert "Ready to print" in office.get(sheet.path).words
    assert "gone from here" in office.get(sheet.path).form("It is on paper").press().words
    ana = office.get("/office/invite/open").follow("Ana")
    assert "can be made at any time" in ana.form("End it now").press().words
    assert "are gone from here" in ana.form("Take it back").press().words
    assert "One is open" in office.get("/office/invite/open").words


def test_a_session_left_open_invites_clients_and_no_colleague(as_, olga):
    """Neither by the form nor anew nor by a list; and nobody is made before the password is there again."""
    office, mara = as_(olga), {"name": "Mara", "sign_in_name": "mara", "role": "therapist-and-admin"}
    page = office.get("/office/invite").form("Make the slip").fill(name="Noor", sign_in_name="noor", role="officer")
    assert page.press().title.startswith("Slip")
    noor = office.get("/office/invite/open").follow("Noor")
    columns = (
        office.get("/office/invite/csv").form("Look through it").fill(rows="Name,E-mail,Role\nPim,p@a.org,therapist\n")
    )
    rows = columns.press().form("Go on").press()
    with time_machine.travel(now() + sessions.FRESH, tick=False):
        form = office.get("/office/invite").form("Make the slip")
        for page in (
            form.fill(**mara).press(),
            noor.form("Make a new slip").press(),
            rows.form("Prepare the invitations").press(),
        ):
            assert page.title == "Password", page.words
        names = here(olga, lambda: set(db.session.scalars(select(Person.name))))
        assert names == {"Olga", "Noor"}
        assert form.fill(name="Ana", sign_in_name="ana", role="client").press().title.startswith("Slip")


def test_a_colleague_gets_a_role_and_loses_it_and_the_reason_for_a_no_is_said(as_, olga):
    mara = add_person(olga.practice_id, "Mara", Role.THERAPIST, password=PASSWORD)
    office, theirs = as_(olga), as_(mara)
    page = office.get(f"/office/people/{mara.person_id}")
    page = page.form("Add this").fill(role="admin").press()
    assert "Admin, therapist" in page.words
    assert "/in" in theirs.get("/desk/today").path, "every session has ended"
    assert "They are signed out now" in page.words
    page = page.form("End as admin").press()
    assert "signed out everywhere" in page.words
    own = office.get(f"/office/people/{olga.person_id}").form("End as admin").press()
    assert "Another admin can end this for you" in own.words
    ana = add_person(olga.practice_id, "Ana", Role.CLIENT)
    said = office.post(f"/office/people/{ana.person_id}/role", {"csrf_token": office.token(), "role": "admin"})
    assert "The account they have now is their own" in said.words
    assignment_id = look_after(ana, mara)
    page = office.get(page.path)
    assert "caseload" in page.form("End all of it").press().words
    assert office.get(page.links["Move their clients to somebody else"]).status == 200
    office.post(f"/office/caseloads/end/{assignment_id}", {"csrf_token": office.token()})
    page = page.form("End all of it").press()
    assert "Not here any more" in office.get("/office/people?status=ended").words
    assert office.get(f"/office/people/{uuid4()}").status == 404


def test_people_are_looked_for_without_a_name_in_any_address(as_, olga):
    for number in range(52):
        add_person(olga.practice_id, f"Person-{number:02}", Role.CLIENT)
    office = as_(olga)
    page = office.get("/office/people")
    assert "53 people, page 1 of 2" in page.words
    page = page.follow("Next page")
    assert "Person-51" in page.words
    page = page.form("Show these").fill(name="person-4", role="client").press()
    assert (page.path, "10 people." in page.words) == ("/p/willow/office/people/find", True)
    assert "Nobody like that" in page.form("Show these").fill(name="nobody").press().words
