"""Inviting from a list: whatever a spreadsheet writes is text, nobody is invited twice, and it can be undone."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import func, select, update

from portal import jobs
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.domain import accounts, invitations, outbox, rosters, vault
from portal.domain.invitations import NOBODY
from portal.domain.rosters import Group, Outcome, Stage, making
from portal.models.outbox import JobRow
from portal.models.people import Person
from portal.models.rosters import Roster
from portal.models.vault import Grant, Item
from tests.cast import add_person, found_practice
from tests.domain.slips import PASSWORD, refused
from tests.summary_stories import here

LIST = "Name,E-mail,May be mailed\nAna,ana@example.org,no\nBen,ben@example.org,no\nZoë,,none\nDora,anna at web,\n"
NAMED = "Name,Sign-in name\n"


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def bring(admin, text, *, encoding="utf-8"):
    """A list whose columns were taken as they were guessed."""
    data = text if isinstance(text, bytes) else text.encode(encoding)
    roster_id = here(admin, rosters.take, admin, data, uuid4())
    shown = here(admin, rosters.columns_of, admin, roster_id)
    guess = shown.guess
    here(admin, rosters.choose, admin, roster_id, 1, shown.encoding, shown.separator, guess.has_head, guess.fields)
    return roster_id


def looked(admin, roster_id):
    return here(admin, rosters.looked, admin, roster_id)


def card(admin, roster_id):
    return here(admin, rosters.card, admin, roster_id)


def prepare(admin, roster_id, version=None, *, may_be_mailed=False):
    version = version or card(admin, roster_id).version
    here(admin, rosters.prepare, admin, roster_id, version, may_be_mailed=may_be_mailed)


def work(admin, roster_id):
    """Do the job as the worker would."""
    jobs.run(str(admin.practice_id), str(here(admin, lambda: db.session.get(Roster, roster_id).job_id)))
    return card(admin, roster_id)


def people(admin):
    return here(admin, lambda: db.session.execute(select(func.count()).select_from(Person)).scalar_one())


def report(admin, roster_id):
    return [(line.number, line.outcome) for line in here(admin, rosters.report, admin, roster_id)]


def seats_here(admin, roster_id):
    return making.seats_of(roster_id, rosters.book.words_of(admin, db.session.get(Roster, roster_id)))


def seats(admin, roster_id):
    return here(admin, seats_here, admin, roster_id)


# ------------------------------------------------------------------ looking through


def test_rows_are_ready_or_need_a_fix_or_are_invited_already(olga):
    mine = here(olga, invitations.invite, olga, "Iris", "iris@example.org", Role.CLIENT)
    nell = add_person(olga.practice_id, "Nell", Role.ADMIN)
    here(nell, invitations.invite, nell, "Kim", "kim@example.org", Role.CLIENT)
    roster_id = bring(
        olga,
        f"{LIST}Iris,IRIS@example.org,\nKim,kim@example.org,no\nTwin,ana@example.org,no\nOle,ole@example.org,weekly\n",
    )
    found = looked(olga, roster_id)
    assert [(one.row.number, one.group) for one in found.rows if one.group is not Group.FIX] == [
        (2, Group.READY),
        (3, Group.READY),
        (6, Group.ALREADY),
    ]
    said = {one.row.number: " ".join(fix.words for fix in one.fixes) for one in found.of(Group.FIX)}
    assert list(said) == [4, 5, 7, 8, 9]
    assert "nothing to sign in with" in said[4]
    assert said[5] == "Expected an address such as name@example.org. Found: “anna at web”"
    assert "signs in with this already" in said[7], "somebody else's invitation is nobody's own"
    assert "Row 2 signs in with the same" in said[8]
    assert "weekly" in said[9]
    edits = {4: {"sign_in": "zoe"}, 5: {"email": "dora@example.org", "mail": "no"}, 8: {"out": "y"}}
    here(olga, rosters.mend, olga, roster_id, 2, edits)
    assert "another window" in str(refused(here, olga, rosters.mend, olga, roster_id, 2, {}))
    found = looked(olga, roster_id)
    assert [len(found.of(group)) for group in Group] == [4, 2, 1, 1]
    assert mine


def test_a_list_is_its_admins_alone_and_lies_sealed(olga):
    roster_id = bring(olga, LIST)
    for other in (
        add_person(olga.practice_id, "Nell", Role.ADMIN),
        add_person(olga.practice_id, "Mara", Role.THERAPIST),
    ):
        for verb in (rosters.card, rosters.looked, rosters.report, rosters.undo):
            with pytest.raises((NotFound, Forbidden)):
                here(other, verb, other, roster_id)
    with pytest.raises(Forbidden):
        here(other, rosters.take, other, LIST.encode(), uuid4())
    with unit_of_work(olga.practice_id):
        bodies = db.session.scalars(select(Item.body)).all()
        assert not any(b"ana@example.org" in body or b"Zo" in body for body in bodies)
    assert people(olga) == 3


# ------------------------------------------------------------------ preparing


def test_a_prepared_list_makes_each_person_once_however_often_it_runs(olga):
    roster_id = bring(olga, LIST)
    here(olga, rosters.mend, olga, roster_id, 2, {5: {"out": "y"}, 4: {"sign_in": "zoe"}})
    prepare(olga, roster_id)
    first = card(olga, roster_id)
    assert (first.stage, first.total, people(olga)) == (Stage.PREPARING, 3, 1)
    prepare(olga, roster_id)
    assert (work(olga, roster_id).stage, people(olga)) == (Stage.READY, 4)
    with unit_of_work(olga.practice_id):
        db.session.execute(update(JobRow).values(state="waiting"))
        db.session.execute(update(Roster).values(stage="preparing"))
        assert not db.session.scalars(select(JobRow.bundle_sealed).where(JobRow.bundle_sealed.is_not(None))).all()
    with unit_of_work(olga.practice_id):
        db.session.execute(update(Roster).values(stage="ready"))
    assert people(olga) == 4
    assert report(olga, roster_id) == [
        (2, Outcome.INVITED),
        (3, Outcome.INVITED),
        (4, Outcome.INVITED),
        (5, Outcome.LEFT_OUT),
    ]
    ana = seats(olga, roster_id)[0]
    assert here(olga, invitations.look_in, ana.token, ana.code).name == "Ana"
    assert "4 tries" in str(refused(here, olga, invitations.look_in, ana.token, "BBBBBB"))
    assert here(olga, invitations.join, ana.token, ana.code.lower(), "Ana", PASSWORD, "practice")
    assert here(olga, accounts.sign_in, olga.practice_id, "ana@example.org", PASSWORD, "192.0.2.1")
    assert report(olga, roster_id)[0] == (2, Outcome.JOINED)


def test_a_job_that_died_half_way_goes_on_where_it_was(olga, monkeypatch):
    roster_id = bring(olga, NAMED + "".join(f"Person {number},person-{number}\n" for number in range(5)))
    monkeypatch.setattr(making, "PART", 2)
    prepare(olga, roster_id)
    make, parts = rosters.make, []

    def dies(task, work, at, some):
        parts.append(at)
        if len(parts) == 2:
            raise RuntimeError("killed")
        make(task, work, at, some)

    monkeypatch.setattr(rosters, "make", dies)
    half = work(olga, roster_id)
    assert (half.stage, half.done, people(olga)) == (Stage.PREPARING, 2, 3)
    done = work(olga, roster_id)
    assert (done.stage, done.done, people(olga)) == (Stage.READY, 5, 6)


def test_whoever_is_no_admin_any_more_gets_nobody_invited_and_an_admin_may_press_again(olga):
    roster_id = bring(olga, NAMED + "Ana,ana\n")
    prepare(olga, roster_id)
    nell = add_person(olga.practice_id, "Nell", Role.ADMIN)
    here(nell, accounts.end_role, nell, olga.person_id, Role.ADMIN)
    assert (work(olga, roster_id).did_not_work, people(olga)) == (True, 2)
    here(nell, accounts.begin_role, nell, olga.person_id, Role.THERAPIST)
    here(nell, accounts.begin_role, nell, olga.person_id, Role.ADMIN)
    prepare(olga, roster_id)
    assert (work(olga, roster_id).stage, people(olga)) == (Stage.READY, 3)


def test_a_name_that_was_taken_meanwhile_is_told_in_the_report(olga):
    roster_id = bring(olga, NAMED + "Ana,ana\nBen,ben\n")
    prepare(olga, roster_id)
    here(olga, invitations.invite, olga, "Another", "ben", Role.CLIENT)
    work(olga, roster_id)
    assert report(olga, roster_id) == [(2, Outcome.INVITED), (3, Outcome.IN_USE)]


def test_undone_is_everybody_who_has_not_joined_and_every_word_of_the_list(olga):
    roster_id = bring(olga, NAMED + "Ana,ana\nBen,ben\n")
    with pytest.raises(Conflict):
        here(olga, rosters.undo, olga, roster_id)
    prepare(olga, roster_id)
    with pytest.raises(Conflict):
        here(olga, rosters.undo, olga, roster_id)
    work(olga, roster_id)
    ana, ben = seats(olga, roster_id)
    here(olga, invitations.join, ana.token, ana.code, "Ana", PASSWORD, "practice")
    here(olga, rosters.undo, olga, roster_id)
    assert work(olga, roster_id).stage is Stage.UNDONE
    with unit_of_work(olga.practice_id):
        names = db.session.scalars(select(Person.name).order_by(Person.name)).all()
        assert names == ["Ana", "Olga", NOBODY]
        assert not db.session.scalars(select(Item.id).where(Item.kind == "roster")).all()
    assert not here(olga, invitations.stands, ben.token)
    with pytest.raises(NotFound):
        here(olga, rosters.report, olga, roster_id)
    again = bring(olga, NAMED + "Ben,ben\n")
    assert len(looked(olga, again).of(Group.READY)) == 1, "the sign-in name is free"


def test_the_keys_of_staff_from_a_list_are_held_from_the_first_second_and_nobody_shares_anything(olga):
    roster_id = bring(olga, "Name,Sign-in name,Role\nMara,mara,Therapist\nAna,ana,client\nNo,no,someone trusted\n")
    assert here(olga, rosters.has_staff, olga, roster_id)
    prepare(olga, roster_id)
    work(olga, roster_id)
    mara, ana = (seat.person_id for seat in seats(olga, roster_id))
    with unit_of_work(olga.practice_id):
        recovery, records = vault.practice_principal("recovery").id, vault.practice_principal("records").id
        assert vault.holders(vault.principal_of(mara).id) == {recovery}
        assert vault.holders(vault.principal_of(ana).id) == frozenset()
        opened = select(Grant.reader_id, Grant.scope).where(Grant.reader_id != Grant.owner_id)
        of_list = opened.where(Grant.owner_id.in_([vault.principal_of(one).id for one in (mara, ana)]))
        assert db.session.execute(of_list).all() == [(records, vault.RECORD)]


# ------------------------------------------------------------------ on paper


def test_the_report_is_text_and_holds_no_code(olga):
    roster_id = bring(olga, 'Name,Sign-in name\n"=HYPERLINK(""x"")",=1+1\n@Ana,-ana\n')
    prepare(olga, roster_id)
    work(olga, roster_id)
    data = rosters.as_csv(here(olga, rosters.report, olga, roster_id))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row[1:3] for row in rows[1:]] == [['\'=HYPERLINK("x")', "'=1+1"], ["'@Ana", "'-ana"]]
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row if cell)
    for seat in seats(olga, roster_id):
        assert seat.code not in data.decode()
        assert seat.token not in data.decode()


def test_slips_are_one_sheet_for_the_admin_alone_and_gone_in_days(olga):
    roster_id = bring(olga, NAMED + "Ana,ana\nBen,ben\n")
    prepare(olga, roster_id)
    work(olga, roster_id)
    sheet_id = uuid4()
    for _ in range(2):
        here(olga, rosters.print_slips, olga, roster_id, 1, sheet_id)
    assert here(olga, invitations.fetch_sheet, olga, sheet_id) is None
    with unit_of_work(olga.practice_id):
        job_id = db.session.scalars(select(JobRow.id).where(JobRow.name == "invitations.draw")).one()
    jobs.run(str(olga.practice_id), str(job_id))
    assert here(olga, invitations.sheet, olga, sheet_id).stage is outbox.Stage.READY
    words = PdfReader(io.BytesIO(here(olga, invitations.fetch_sheet, olga, sheet_id))).pages[0].extract_text()
    for seat in seats(olga, roster_id):
        assert f"{seat.code[:3]} {seat.code[3:]}" in words
        assert seat.name in words
        assert seat.token in words.replace("\n", "").replace("\u200b", "")
    nell = add_person(olga.practice_id, "Nell", Role.ADMIN)
    with pytest.raises(NotFound):
        here(nell, invitations.fetch_sheet, nell, sheet_id)
    with time_machine.travel(now() + timedelta(days=3, minutes=1)):  # its days are over, and nobody has swept yet
        assert here(olga, invitations.sheet, olga, sheet_id).stage is outbox.Stage.GONE
        assert here(olga, invitations.fetch_sheet, olga, sheet_id) is None
    here(olga, invitations.remove_sheet, olga, sheet_id)
    with unit_of_work(olga.practice_id):
        assert not db.session.scalars(select(Item.id).where(Item.kind.in_(("slips", "slip-sheet")))).all()
    assert "slip" in str(refused(here, olga, rosters.print_slips, olga, roster_id, 2, uuid4()))
