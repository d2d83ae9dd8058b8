"""The office: who is here, who looks after whom; never what people write, and nothing for anybody but admins."""

from uuid import UUID, uuid4

import pytest

from portal.core.actor import Role
from portal.core.db import unit_of_work
from portal.domain import caseload
from tests.cast import add_person, found_practice

CANARY = "heliotrope-canary"


@pytest.fixture
def olga(house):
    return add_person(found_practice("willow"), "Olga", Role.ADMIN)


def pairs(admin):
    with unit_of_work(admin.practice_id):
        return [(pair.client, pair.therapist) for pair in caseload.pairings(admin)]


def test_a_client_is_put_on_a_caseload_and_taken_off_again(as_, olga):
    ana = add_person(olga.practice_id, "Ana", Role.CLIENT)
    add_person(olga.practice_id, "Mara", Role.THERAPIST)
    office = as_(olga)
    page = office.get("/office/people")
    assert "Waiting for a therapist" in page.words
    page = page.follow("Ana")
    form = page.form("Put on")
    assert form.values["therapist_id"] == [""], "nobody is chosen beforehand"
    options = [option.get("value") for option in form._all("select")[0].iter("option")]
    page = form.fill(therapist_id=options[1]).press()
    assert "They see nothing until it is shared" in page.words
    assert pairs(olga) == [("Ana", "Mara")]
    page = office.get(f"/office/people/{ana.person_id}")
    assert page.follow("Move to").title.startswith("Caseloads"), "with a reason and a date"
    page = page.follow("End")
    assert "can open nothing of Ana any more" in page.words, "what it means is said before"
    page = page.form("End it now").press()
    assert "That has ended" in page.words
    assert pairs(olga) == []


def test_choosing_nobody_gets_a_sentence(as_, olga):
    ana = add_person(olga.practice_id, "Ana", Role.CLIENT)
    add_person(olga.practice_id, "Mara", Role.THERAPIST)
    page = as_(olga).get(f"/office/people/{ana.person_id}").form("Put on").press()
    assert page.title.startswith("Problem: People")
    assert "Choose a therapist." in page.words


@pytest.mark.parametrize("chosen", ["made-up", "\0", "x" * 10_000, str(UUID(int=7))])
def test_choosing_what_is_not_on_the_list_gets_a_sentence(as_, olga, chosen):
    ana = add_person(olga.practice_id, "Ana", Role.CLIENT)
    add_person(olga.practice_id, "Mara", Role.THERAPIST)
    page = as_(olga).get(f"/office/people/{ana.person_id}").form("Put on").fill(therapist_id=chosen).press()
    assert "Choose" in page.words
    assert page.title.startswith("Problem: ")
    assert pairs(olga) == []


def test_a_double_press_makes_one_assignment(as_, olga):
    ana = add_person(olga.practice_id, "Ana", Role.CLIENT)
    mara = add_person(olga.practice_id, "Mara", Role.THERAPIST)
    form = as_(olga).get(f"/office/people/{ana.person_id}").form("Put on").fill(therapist_id=str(mara.person_id))
    form.press()
    form.press()
    assert pairs(olga) == [("Ana", "Mara")]


def test_ids_of_another_practice_and_made_up_ids_get_the_same_page(as_, cast):
    office = as_(cast.olga)
    with unit_of_work(cast.foreign_admin.practice_id):
        foreign = caseload.pairings(cast.foreign_admin)[0].id
    token = {"csrf_token": office.get("/office/invite").form("Make the slip").values["csrf_token"][0]}
    pages = [
        office.get(f"/office/people/{cast.foreign_client.person_id}"),
        office.get(f"/office/people/{uuid4()}"),
        office.get("/office/people/made-up"),
        office.post(
            f"/office/people/{cast.foreign_client.person_id}/therapist",
            {**token, "therapist_id": str(cast.mara.person_id)},
        ),
        office.post(f"/office/people/{cast.foreign_client.person_id}/slip", token),
        office.post(f"/office/caseloads/end/{foreign}", token),
        office.post(f"/office/caseloads/end/{uuid4()}", token),
    ]
    assert {page.status for page in pages} == {404}
    assert {page.text for page in pages} == {pages[0].text}


def test_whoever_works_in_several_rooms_finds_each_of_them_from_each(as_, olga):
    tova = add_person(olga.practice_id, "Tova", Role.THERAPIST, Role.ADMIN, Role.OFFICER)
    browser, rooms = as_(tova), {"Therapy": "desk", "Office": "office", "Recovery": "officer"}
    page = browser.get("/desk/today")
    for words, path in (*rooms.items(), *rooms.items()):
        page = page.follow(words)
        assert page.status == 200
        assert f"/{path}" in page.path
        assert [words] == [node.text for node in page.tree.iter("a") if node.get("aria-current") == "true"]
    assert not {"Therapy", "Recovery"} & set(as_(olga).get("/office/overview").links), "she has but one"


@pytest.mark.parametrize("who", ["ana", "mara", "foreign_admin"])
def test_the_office_is_not_there_for_anybody_else(as_, cast, who):
    person = cast.people[who]
    pages = [as_(person).get(path) for path in (f"/office/people/{cast.ben.person_id}", f"/office/people/{uuid4()}")]
    assert {page.status for page in pages} == {404}
    if who != "foreign_admin":
        assert as_(person).get("/office/people").status == 404
        assert as_(person).get("/office/kit").status == 404


def test_the_admin_sees_names_and_dates_and_never_what_people_write(as_, cast):
    from portal.domain import journal  # noqa: PLC0415 - only here

    office = as_(cast.olga)
    before = {path: office.get(path).text for path in ("/office/people", f"/office/people/{cast.ana.person_id}")}
    with unit_of_work(cast.ana.practice_id):
        journal.write(cast.ana, f"{CANARY} words", title=f"{CANARY} title")
    after = {path: office.get(path).text for path in before}
    assert CANARY not in "".join(after.values())
    unmarked = [{path: page.split("csrf_token")[0] for path, page in pages.items()} for pages in (before, after)]
    assert unmarked[0] == unmarked[1], "not even that somebody wrote"


def test_an_invitation_that_was_joined_is_said_in_place(as_, olga):
    ana = add_person(olga.practice_id, "Ana", Role.CLIENT)
    office = as_(olga)
    page = office.post(f"/office/people/{ana.person_id}/slip", {"csrf_token": office.token()})
    assert "has joined already" in page.words


def test_every_office_page_says_what_an_admin_sees(as_, olga):
    office = as_(olga)
    for path in ("/office/people", "/office/invite", f"/office/people/{olga.person_id}"):
        assert office.get(path).words.count("You see names and dates, never what people write.") == 1
