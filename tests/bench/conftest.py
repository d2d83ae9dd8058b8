"""A practice that can be made to hold ten or two hundred of everything."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.core.actor import Role
from portal.core.clock import living_at, now
from portal.core.db import db, unit_of_work
from portal.domain import consent, emergency, inbox, journal, mood, programmes, prompts, summaries
from portal.domain.emergency import Covers, Reason
from tests import cast as people
from tests.summary_stories import given_with_addendum


class Practice:
    """Ana writes, Mara reads, Olga looks after the people."""

    def __init__(self, cast):
        self.cast, self.id = cast, cast.ana.practice_id
        self.days = 0

    def check_in(self):
        """One of today, that Mara can see: what grows is of long ago, and pages of check-ins do not show that."""
        with unit_of_work(self.id):
            consent.share(self.cast.ana, mood.check_in(self.cast.ana, 3), self.cast.mara.person_id)

    def grow(self, notes):
        """So many more notes, some shared, opened, edited; and now and then a check-in, a summary, a new client."""
        for number in range(notes):
            self.days += 1
            with living_at(now() - timedelta(days=1000 - self.days)), unit_of_work(self.id):
                entry_id = journal.write(self.cast.ana, f"Note {self.days}", title="A day")
                if number % 2:
                    consent.share(self.cast.ana, entry_id, self.cast.mara.person_id)
                if number % 4 == 1:
                    consent.read_shared(self.cast.mara, entry_id)
                    inbox.read(self.cast.mara, entry_id, uuid4())
                if number % 5 == 0:
                    journal.edit(self.cast.ana, entry_id, 1, f"Note {self.days}, again")
                    mood.check_in(self.cast.ana, 3)
            if number % 7 == 0:
                with unit_of_work(self.id):
                    today = now().date()
                    summaries.ask(
                        self.cast.mara,
                        self.cast.ana.person_id,
                        (today, today),
                        [],
                        summaries.Wishes(note="Of mine."),
                        uuid4(),
                    )
                client = people.add_person(self.id, f"Client {self.days}", Role.CLIENT)
                people.look_after(client, self.cast.mara)
                self.give(client)
        db.session.remove()

    def give(self, client):
        """A question for this client, and one more prompt of the therapist's own."""
        with unit_of_work(self.id):
            text = f"What grew on day {self.days}?"
            programmes.give(self.cast.mara, [client.person_id], [programmes.Task(text)], programmes.When())
            prompts.compose(self.cast.mara, prompts.Wording(text), is_common=self.days % 2 == 0)


@pytest.fixture
def practice(cast):
    return Practice(cast)


def record_opened(cast):
    """Tova reads Ana's record, because Olga agreed."""
    case_id = uuid4()
    with unit_of_work(cast.ana.practice_id):
        emergency.ask(cast.tova, cast.ana.person_id, Covers.RECORD, Reason.ABSENT, 8, case_id)
    with unit_of_work(cast.ana.practice_id):
        emergency.allow(cast.olga, case_id)
    return case_id


@pytest.fixture
def pages(as_, cast):
    """Every page that shows what grows: a name, and a call that opens it."""
    ana, mara, olga, tova = (as_(actor) for actor in (cast.ana, cast.mara, cast.olga, cast.tova))
    entry, ana_id, mara_id = cast.entry_id, cast.ana.person_id, cast.mara.person_id
    final, case = given_with_addendum(cast.mara, cast.ana), record_opened(cast)
    addresses = {
        "client: today": (ana, "/home"),
        "client: notes": (ana, "/notes"),
        "client: a note": (ana, f"/notes/{entry}"),
        "client: versions": (ana, f"/notes/{entry}/history"),
        "client: before sharing": (ana, f"/sharing/{entry}/preview/{mara_id}"),
        "client: check-ins": (ana, "/check-ins"),
        "client: sharing": (ana, "/sharing"),
        "client: shared with one": (ana, f"/sharing/with/{mara_id}"),
        "client: who opened what": (ana, "/sharing/log"),
        "therapist: today": (mara, "/desk/today"),
        "therapist: brief": (mara, f"/desk/next/{ana_id}"),
        "therapist: sessions": (mara, "/desk/sessions"),
        "therapist: inbox": (mara, "/desk/inbox"),
        "therapist: inbox, all": (mara, "/desk/inbox?pile=read"),
        "therapist: a note": (mara, f"/desk/inbox/{entry}"),
        "therapist: clients": (mara, "/desk/clients"),
        "therapist: what needs a look": (mara, "/desk/clients?by=attention"),
        "therapist: a client": (mara, f"/desk/clients/{ana_id}"),
        "therapist: summaries": (mara, "/desk/summaries"),
        "therapist: a final": (mara, f"/desk/summaries/{final}"),
        "client: files": (ana, "/files"),
        "therapist: choosing": (mara, f"/desk/summaries/new?client={ana_id}&first=2026-01-01&last=2026-12-01"),
        "therapist: prompts": (mara, "/desk/prompts"),
        "therapist: what is given": (mara, "/desk/prompts/given"),
        "therapist: giving": (mara, "/desk/prompts/assign"),
        "admin: people": (olga, "/office/people"),
        "admin: a person": (olga, f"/office/people/{ana_id}"),
        "admin: invitations": (olga, "/office/invite/open"),
        "admin: caseloads": (olga, "/office/caseloads"),
        "admin: one caseload": (olga, f"/office/caseloads/of/{mara_id}"),
        "admin: moves": (olga, "/office/caseloads/moves"),
        "admin: log": (olga, "/office/log"),
        "admin: log of one": (olga, f"/office/log?person={ana_id}"),
        "admin: log of one kind and some days": (olga, f"/office/log?kind=opened&person={ana_id}&first=2001-01-01"),
        "admin: a line": (olga, "/office/log/1"),
        "admin: records": (olga, "/office/record"),
        "admin: what is kept": (olga, "/office/practice/kept"),
        "officer: requests": (tova, "/officer/"),
        "officer: records": (tova, "/officer/record"),
        "officer: a record": (tova, f"/officer/record/{case}/read"),
    }

    def opener(browser, path):
        def open_page():
            response = browser._alone(browser.client.get, browser._at(path))
            assert response.status_code == 200, (path, response.status)

        return open_page

    return {name: opener(*where) for name, where in addresses.items()}
