"""The list of screens is whole: every page there is stands on it, and what does not stand on it is no page."""

import pytest

from tests.access.policy import ROUTES
from tests.screens.pages import AS_STATES, NO_PAGES, WHO, Screen, pages, rules
from tests.screens.practice import NOBODY
from tests.screens.states import STATES

FILES = [  # where the routes of NO_PAGES lead
    Screen(NOBODY, "static", "/static/css/tokens.css"),
    Screen(NOBODY, "status.show", "/status"),
    Screen(NOBODY, "install.manifest", "/app.webmanifest"),
    Screen(NOBODY, "install.worker", "/worker.js"),
    Screen(NOBODY, "appointments.show", "/calendar/{calendar}"),
    Screen("operator", "operators.practices.fetch", "/operator/practices/{practice_id}/archives/{number}"),
    Screen("therapist", "therapist.summaries.file", "/desk/summaries/{summary_id}/file"),
    Screen("therapist", "therapist.summaries.addendum", "/desk/summaries/{final}/addenda/1/file"),
    Screen("officer", "officer.record.paper", "/officer/record/{case_id}/read/{summary_id}"),
    Screen("admin", "admin.rosters.report", "/office/invite/csv/{prepared}/report"),
    Screen("client", "client.files.file", "/files/{file_id}/file"),
    Screen("client", "client.files.given_file", "/files/given/{summary_id}/file"),
    Screen("client", "client.receipts.data", "/sharing/receipts/file"),
    Screen("client", "client.receipts.script", "/sharing/receipts/script"),
]


def test_every_get_route_is_a_page_on_the_list_or_has_a_reason_not_to_be():
    listed = {rule.endpoint for rule in rules()}
    assert set(NO_PAGES) <= listed
    assert {file.name for file in FILES} == set(NO_PAGES)
    assert set(AS_STATES) <= listed
    assert set(AS_STATES.values()) <= {screen.name for screen in STATES}
    assert {ROUTES[endpoint] for endpoint in listed} <= set(WHO)


def test_every_screen_has_a_name_of_its_own():
    names = [str(screen) for screen in (*pages(), *STATES)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.slow
@pytest.mark.on("sqlite")
@pytest.mark.parametrize("screen", pages(), ids=str)
def test_what_is_listed_is_a_page_and_not_a_way_to_one(answer, screen):
    found = answer(screen)
    assert (found.status_code, found.mimetype) == (200, "text/html")


@pytest.mark.slow
@pytest.mark.on("sqlite")
@pytest.mark.parametrize("file", FILES, ids=str)
def test_what_is_not_listed_is_no_page(answer, file):
    found = answer(file)
    assert found.status_code == 200
    assert found.mimetype != "text/html"
    found.close()
