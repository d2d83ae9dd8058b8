"""The sixth kind of person: an operator has their own pages, nobody else has, and in the rooms they find nothing."""

from portal.core.db import unit_of_work
from portal.domain import accounts
from tests.access.policy import OPERATOR, ROUTES
from tests.access.test_routes import ANSWERS, LEAVING, NOBODY, allowed, paths
from tests.duty import archived, employ, on_duty

ENDS_IT = {"operators.signin.leave", "operators.signin.again", "operators.signin.prove"}


def asked(browser, app, ids, wanted):
    """(endpoint, method, page) of every route that is wanted, asked for by this browser at its own base."""
    for endpoint, method, path in paths(app, ids):
        if wanted(endpoint):
            data = {"csrf_token": browser.token()} if method == "POST" else None
            page = browser._alone(browser.client.open, browser.base + path, method=method, data=data)
            yield endpoint, method, page
            page.close()


def is_theirs(endpoint):
    return ROUTES[endpoint] == OPERATOR


def test_an_operator_has_their_pages_and_reads_nobodys_name_on_any(house, cast, ids):
    employ()
    browser, who = on_duty(house)
    made = archived(who, cast.ana.practice_id)
    ids |= {"number": made.number}
    with unit_of_work(cast.ana.practice_id, writes=False):
        names = {line.name for line in accounts.people(cast.olga)} | {
            line.sign_in_name for line in accounts.people(cast.olga)
        }
    assert {"Ana", "Mara", "ana@example.org"} <= names
    wrong = []
    for endpoint, method, page in asked(browser, house, ids, is_theirs):
        if endpoint in ENDS_IT or endpoint == "operators.practices.make_up":
            continue
        if page.status_code not in (200, 302, 303, 404):
            wrong.append((endpoint, method, page.status_code))
        if page.status_code == 404 and endpoint not in (
            "operators.practices.fetch",
            "operators.practices.remove_made_up",
        ):
            wrong.append((endpoint, method, 404))
        if "html" in page.mimetype:
            wrong += [(endpoint, name) for name in names if f">{name}<" in page.text or f" {name} " in page.text]
    assert wrong == []


def test_nobody_and_no_person_has_them_not_even_at_the_installations_own_address(house, cast, as_, ids):
    for somebody in (as_(None), as_(cast.olga), as_(cast.ana)):
        somebody.base = ""
        for endpoint, method, page in asked(somebody, house, ids, is_theirs):
            assert page.status_code == 303, (endpoint, method)
            assert page.headers["Location"].startswith("/operator/in"), (endpoint, method)


def test_in_the_rooms_an_operator_is_nobody(house, cast, ids):
    employ()
    browser, _ = on_duty(house)
    browser.base = "/p/willow"
    wrong = []
    for endpoint, method, page in asked(browser, house, ids, lambda each: each not in LEAVING and each != "static"):
        answer = ANSWERS.get(endpoint, {}).get(NOBODY)
        if page.status_code != answer and not allowed(page.status_code, endpoint, NOBODY, method, is_theirs=False):
            wrong.append((endpoint, method, page.status_code))
    assert wrong == []
