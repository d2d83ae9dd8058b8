"""An invitation whose link is mailed: the mail says nothing, the link alone opens nothing, the code is in no mail."""

import re

import pytest

from portal import jobs
from portal.core.actor import Role
from portal.domain import contact
from portal.domain.contact import Mode
from portal.models.outbox import JobRow
from portal.models.people import Invitation
from tests.acts import at_work
from tests.browser import Browser
from tests.cast import add_person, found_practice
from tests.domain.test_mail import rows
from tests.doors.test_joining import PASSWORD, enter_code, people_here, slip_on

ADDRESS = "quiet.place@example.org"


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow", "Willow Therapy Clinic"), "Olga", Role.ADMIN)


@pytest.fixture
def office(as_, olga):
    return as_(olga)


def invite(office, **more):
    form = office.get("/office/invite").form("Make the slip")
    assert form.values["mode"] == ["none"]
    return form.fill(
        **{"name": "Ana", "sign_in_name": "ana", "role": "client", "address": ADDRESS, "mode": "plain"} | more
    ).press()


def deliver(actor):
    for row in rows(actor, JobRow):
        jobs.run(str(actor.practice_id), str(row.id))


def test_the_link_comes_by_mail_and_the_code_by_word_of_mouth(house, office, olga, box):
    page = invite(office)
    assert "The link is on its way by mail" in page.words
    path, code = slip_on(page)
    deliver(olga)
    [(_, to, message)] = box.letters
    text = message.get_content()
    assert to == [ADDRESS]
    assert (message["Subject"], str(message["From"])) == ("Your account is ready", "post@willow.example.org")
    assert code.replace(" ", "") not in text.replace(" ", "")
    assert not re.search("Ana|Olga|therapy|clinic", text, re.IGNORECASE)
    [link] = re.findall(r"https?://\S+", text)
    assert link == f"https://harbour.example.org/p/willow{path}"
    guest = Browser(house.test_client())
    for _ in range(7):
        guest.get(path)
    with at_work(olga):
        assert contact.db.session.query(Invitation).one().tries == 0, "looking uses nothing up"
    form = enter_code(guest, path, code).form("Join")
    assert form.values["mode"] == ["none"], "what the practice was told is not their own choice"
    form.fill(password=PASSWORD, way_back="only_me", mode="normal", address="").press()
    with at_work(olga):
        assert contact.open_for(people_here(olga)["Ana"].id).mode is Mode.NORMAL


def test_no_mail_is_a_printed_slip(office, olga, box):
    page = invite(office, mode="none")
    assert "by mail" not in page.words
    assert slip_on(page)
    deliver(olga)
    assert box.letters == []
    assert "No mail" in page.follow("Done").words


def test_an_address_that_is_none_gets_a_sentence_and_makes_nobody(office, olga, box):
    page = invite(office, address="")
    assert "Enter an e-mail address" in page.words
    assert list(people_here(olga)) == ["Olga"]


def test_a_new_slip_is_mailed_too_and_the_old_mail_dies_with_its_link(office, olga, box):
    page = invite(office).follow("Done")
    page.form("Mail a new link").press()
    deliver(olga)
    assert len(box.letters) == 2
    old, new = (re.search(r"/invited/\S+", message.get_content())[0] for _, _, message in box.letters)
    guest = Browser(office.client.application.test_client())
    assert "cannot be used" in guest.get(old).words
    assert guest.get(new).form("Continue")


def test_joining_means_that_a_mail_still_waiting_is_not_sent(house, office, olga, box):
    path, code = slip_on(invite(office))
    form = enter_code(Browser(house.test_client()), path, code).form("Join")
    form.fill(password=PASSWORD, way_back="only_me").press()
    deliver(olga)
    assert box.letters == []


def test_where_nothing_can_be_mailed_nothing_is_asked(house, office, olga):
    form = office.get("/office/invite").form("Make the slip")
    assert "mode" not in form.names
    path, code = slip_on(form.fill(name="Ana", sign_in_name="ana", role="client").press())
    assert "mode" not in enter_code(Browser(house.test_client()), path, code).form("Join").names
