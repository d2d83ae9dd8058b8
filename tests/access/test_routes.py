"""The route census: every rule of the map, for every kind of person. An unlisted route fails."""

from importlib import import_module
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.domain import journal
from portal.domain.audit import Event
from portal.domain.consent import standing
from portal.models.audit import AuditRow
from portal.models.sessions import SignedIn
from portal.models.vault import Item
from tests.access.policy import ADMIN, ANYONE, CLIENT, CONFIDANT, OFFICER, OPERATOR, ROUTES, SIGNED_IN, THERAPIST
from tests.cast import add_person
from tests.headers import amiss

NOBODY = None
PEOPLE = {  # who: the role they have, and whether the ids below are theirs to use
    "nobody": (NOBODY, False),
    "ana": (CLIENT, True),
    "mara": (THERAPIST, True),
    "olga": (ADMIN, True),
    "tova": (OFFICER, True),
    "jo": (CONFIDANT, False),
    "ben": (CLIENT, False),
    "idris": (THERAPIST, False),
    "vera": (THERAPIST, False),
    "foreign_client": (CLIENT, False),
    "foreign_therapist": (THERAPIST, False),
    "foreign_admin": (ADMIN, False),
}
WINDOW = {"number": "0", "window": str(uuid4())}
FORMS = {  # what a form must say before it is anybody's
    "therapist.summaries.preview": {"span": "weeks", "audience": "preparation", "sections": "words"},
    "client.journal.restore": {"number": "1", "base_version": "1"},
    "client.sharing.share": {"version": "1", "until": "0"},
    "client.resources.mark": {"slug": "hold-me-tight", "what": "saved", "on": "yes"},
    "admin.resources.take_off": {"slug": "hold-me-tight"},
    "client.streams.end": {"what": "goals"},
    "client.excerpts.make": {"version": "1", "chosen": "0"},
    "account.drafts.drop": WINDOW,
    "account.drafts.save": {
        "draft": "entry",
        "draft_of": str(uuid4()),
        "base_version": "0",
        **WINDOW,
        "body": "One.",
    },
}
OWN_IDS = {  # what goes, or is gone already, is another thing than the rest of the routes ask for
    "client.journal.delete": {"entry_id": "unwanted_id"},
    "client.journal.bring_back": {"entry_id": "deleted_id"},
    "client.journal.erase": {"entry_id": "gone_id"},
    "client.journal.remove_layout": {"layout_id": "unwanted_layout_id"},
    "therapist.process_notes.delete": {"note_id": "unwanted_note_id"},
    "client.goals.delete": {"goal_id": "unwanted_goal_id"},
    "therapist.appointments.cancel": {"appointment_id": "unwanted_appointment_id"},
    "client.agenda.delete": {"agenda_id": "unwanted_agenda_id"},
    **{f"client.files.{part}": {"summary_id": "final_id"} for part in ("given", "given_file")},
    **{f"therapist.summaries.{part}": {"summary_id": "final_id"} for part in ("add", "addendum", "page_again", "give")},
    "client.files.put_away": {"summary_id": "unwanted_final_id"},
    "officer.officers.end": {"person_id": "officer_id"},
    "officer.record.paper": {"summary_id": "final_id"},
    **{f"{room}.record.answer": {"case_id": "unwanted_case_id"} for room in ("admin", "officer")},
    "admin.caseload.end": {"assignment_id": "unwanted_assignment_id"},
    "admin.caseload.ending": {"assignment_id": "other_assignment_id"},
    **{f"admin.handovers.{part}": {"assignment_id": "other_assignment_id"} for part in ("new", "ask")},
    "admin.rosters.forget": {"roster_id": "unwanted_roster_id"},
    "admin.sheets.remove": {"sheet_id": "unwanted_sheet_id"},
    "admin.disclosures.remove": {"disclosure_id": "unwanted_disclosure_id"},
    "client.measures.aside": {"asked_id": "given_id"},
    "client.measures.back": {"asked_id": "given_id"},
    "therapist.prompts.delete": {"prompt_id": "unwanted_prompt_id"},
    "therapist.prompts.end_programme": {"programme_id": "unwanted_programme_id"},
}
ROLES = (NOBODY, CLIENT, THERAPIST, ADMIN, OFFICER, CONFIDANT)
LEAVING = {"account.signin.leave", "account.sessions.leave_everywhere", "account.leave.now"}
ENDS_EVERYTHING = {"client.exports.close", "client.erasing.erase_everything"}  # so their password is asked for first
ANSWERS = {  # for a page's script, which reads the number: each role has its own, whatever the id
    "account.second.enter": dict.fromkeys(ROLES, 400),  # nobody here is halfway in
    "account.second.ask": dict.fromkeys(ROLES, 400),
    "account.factors.codes": {NOBODY: 400, CLIENT: 409, CONFIDANT: 409},  # these have nothing codes could stand for
    "account.factors.remove": {NOBODY: 400, **dict.fromkeys(ROLES[1:], 404)},  # of nobody's
    "account.sessions.stay": {NOBODY: 401, CLIENT: 204, THERAPIST: 204, ADMIN: 204, OFFICER: 204, CONFIDANT: 204},
    "account.drafts.save": {
        NOBODY: 400,
        CLIENT: 200,
        THERAPIST: 404,
        ADMIN: 404,
        OFFICER: 404,
        CONFIDANT: 404,
    },  # a client's form
    "therapist.inbox.opened": {THERAPIST: 204},  # it counts what this therapist was shown, if anything
    "therapist.inbox.left": {THERAPIST: 204},
}
SETTLED = {  # the recovery kit was confirmed: nobody gets another; nobody is leaving, so there is nothing to stop
    "admin.kit.make",
    "admin.begin.made_up",
    "admin.begin.remove",
    *(f"admin.retention.{part}" for part in ("stop", "ask_early", "confirm_early", "stop_early")),
}
NOT_FOUND, SIGN_IN, STALE = 404, 303, 400
UUID_LENGTH = 36


def paths(app, ids):
    """(endpoint, method, path) of every rule and method that is served."""
    for rule in app.url_map.iter_rules():
        own = OWN_IDS.get(rule.endpoint, {})
        filled = rule.build({part: ids[own.get(part, part)] for part in rule.arguments}, append_unknown=False)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, filled[1]


def test_every_route_is_in_the_policy_and_every_line_of_it_is_a_route(house):
    assert {rule.endpoint for rule in house.url_map.iter_rules()} == set(ROUTES)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_route_answers_each_person_as_the_policy_says(house, cast, as_, ids, who):
    role, owns = PEOPLE[who]
    if who == "jo":
        cast.people["jo"] = add_person(cast.ana.practice_id, "Jo", Role.CONFIDANT)
    wrong, absent = [], set()
    for endpoint, method, path in paths(house, ids):
        if endpoint in LEAVING or endpoint == "static":
            continue  # they end the session, or all there is; tests of their own look at them
        browser = as_(None, "willow") if role is NOBODY else as_(getattr(cast, who))
        if endpoint in ENDS_EVERYTHING:
            for practice_id in (cast.ana.practice_id, cast.foreign_admin.practice_id):
                with unit_of_work(practice_id):
                    db.session.execute(update(SignedIn).values(stepped_up_at=None))
        data = {"csrf_token": browser.token(), **FORMS.get(endpoint, {})} if method == "POST" else None
        query = {"client": cast.ana.person_id, "first": "2026-01-01", "last": "2026-01-02"}
        query = query if endpoint in ("therapist.summaries.ask", "therapist.summaries.preview") else None
        sent = {"method": method, "data": data, "query_string": query}
        answer = browser._alone(browser.client.open, browser._at(path), **sent)
        status = answer.status_code
        if (status, method) == (NOT_FOUND, "GET") and ROUTES[endpoint] not in (ANYONE, OPERATOR, CONFIDANT):
            absent.add(answer.data)
        wrong += [(endpoint, method, amiss(answer))] if amiss(answer) else []
        has_ids = any(str(value) in path for value in ids.values() if len(str(value)) == UUID_LENGTH)
        is_theirs = owns or not (has_ids or query)
        own_answer = ANSWERS.get(endpoint, {}).get(role)
        if status != (own_answer or status) or not (own_answer or allowed(status, endpoint, role, method, is_theirs)):
            wrong.append((endpoint, method, status))
    assert wrong == [], str(wrong[:6])
    assert len(absent) <= 1, "what is not there, and what is not theirs, is one page to the byte"


def allowed(status, endpoint, role, method, is_theirs):
    who_may = ROUTES[endpoint]
    if who_may == ANYONE:
        return status in (200, 302, 303, 404, 429)
    if role is NOBODY and who_may != OPERATOR:
        return status == (STALE if method == "POST" else SIGN_IN)
    if who_may == SIGNED_IN:
        return status in (200, 302, 303)
    if role != who_may or not is_theirs:
        return status == NOT_FOUND  # as every page of the operators is, under a practice's address
    if endpoint in SETTLED:
        return status in (302, 303, NOT_FOUND)
    return status in (200, 302, 303, 400, 409)


def test_a_stranger_a_made_up_id_and_a_closed_note_get_the_very_same_page(cast, as_):
    """Absent, another owner's, another practice's, not shared: the same bytes and the same headers."""
    mara = as_(cast.mara)
    pages = [mara.client.get(mara._at(f"/desk/inbox/{id_}")) for id_ in (cast.private_id, uuid4(), cast.ana.person_id)]
    pages.append(mara.client.get(mara._at("/no/such/page")))
    assert {page.status_code for page in pages} == {404}
    assert len({page.data for page in pages}) == 1
    assert len({str(sorted((k, v) for k, v in page.headers if k != "Set-Cookie")) for page in pages}) == 1


@pytest.mark.parametrize(
    "id_",
    [
        "1",
        "-1",
        str(2**63),
        "..",
        "%2e%2e",
        "x" * 300,
        "0" * 32,
        "é",
        "00000000-0000-0000-0000-000000000000",
        "' or 1=1 --",
    ],
)
def test_strange_ids_are_simply_not_found(cast, as_, id_):
    for who, path in (
        (cast.ana, "/notes/"),
        (cast.mara, "/desk/inbox/"),
        (cast.olga, "/office/people/"),
        (cast.mara, "/desk/summaries/"),
    ):
        browser = as_(who)
        assert browser.get(path + id_).status == 404


@pytest.mark.parametrize("who", ["ana", "mara", "olga", "tova"])
def test_a_made_up_id_on_any_page_of_ones_own_room_is_the_one_page_that_is_not_there(house, cast, as_, ids, who):
    role, browser = PEOPLE[who][0], as_(getattr(cast, who))
    made_up = {part: uuid4() if len(str(value)) == UUID_LENGTH else value for part, value in ids.items()}
    asked = [
        path
        for endpoint, method, path in paths(house, made_up)
        if ROUTES[endpoint] == role
        and method == "GET"
        and any(str(id_) in path for id_ in made_up.values() if len(str(id_)) == UUID_LENGTH)
    ]
    pages = {path: browser.client.get(browser._at(path)) for path in asked}
    assert len(pages) > 3
    assert {path: page.status_code for path, page in pages.items() if page.status_code != NOT_FOUND} == {}
    assert len({page.data for page in pages.values()}) == 1


def test_what_changes_something_refuses_to_be_read(house, cast, as_, ids):
    """No GET changes anything: routes that only take POST answer GET with 404 or 405; unknown verbs are refused."""
    posts = {(e, p) for e, m, p in paths(house, ids) if m == "POST"} - {
        (e, p) for e, m, p in paths(house, ids) if m == "GET"
    }
    gets = {p for _, m, p in paths(house, ids) if m == "GET"}
    assert {m for rule in house.url_map.iter_rules() for m in rule.methods} == {"GET", "HEAD", "OPTIONS", "POST"}
    browser = as_(cast.ana)
    for _endpoint, path in posts:
        if path not in gets:
            assert browser.client.get(browser._at(path)).status_code in (404, 405)
    assert browser.client.open(browser._at("/"), method="TRACE").status_code == 405
    assert browser.client.open(browser._at("/"), method="DELETE").status_code == 405


def test_a_session_of_one_practice_is_nobody_in_another(cast, as_):
    ana = as_(cast.ana)
    ana.base = "/p/oak"
    assert ana.client.get("/p/oak/home").status_code == SIGN_IN
    assert ana.client.get("/p/nowhere/home").status_code == NOT_FOUND


def test_a_twice_given_id_is_decided_once(cast, as_):
    """Parameter pollution: an id in the query or the form never overrides the one in the path."""
    mara = as_(cast.mara)
    page = mara.get(f"/desk/inbox/{cast.private_id}?entry_id={cast.entry_id}&entry_id={cast.private_id}")
    assert page.status == 404
    ben, others = as_(cast.ben), f"?entry_id={cast.entry_id}"
    said = {
        "csrf_token": ben.token(),
        "entry_id": str(cast.entry_id),
        "id": [str(cast.entry_id)] * 2,
        "base_version": 1,
    }
    for path in (f"/notes/{cast.entry_id}/delete", f"/notes/{uuid4()}/delete", f"/notes/{uuid4()}/edit"):
        assert ben.post(path + others, {**said, "body": "Mine now."}).status == 404
    with unit_of_work(cast.ana.practice_id):
        assert journal.read(cast.ana, cast.entry_id).body == "We talked at last."


def test_a_query_that_hands_over_what_is_not_shared_still_shows_nothing_and_is_written_down(cast, as_, monkeypatch):
    """Both locks of the rows gone: the key holds, the page is the one that is not there, and the trail says so."""
    mara = as_(cast.mara)
    absent = mara.client.get(mara._at(f"/desk/inbox/{uuid4()}"))
    shelf, allowed = import_module("portal.domain.consent.shelf"), standing.allowed

    def broken(actor, rows):
        is_anas = actor.person_id == cast.ana.person_id
        return allowed(actor, rows) if is_anas else shelf._mine(cast.ana, Item.thing_id == cast.private_id)

    monkeypatch.setattr(standing, "allowed", broken)
    page = mara.client.get(mara._at(f"/desk/inbox/{cast.private_id}"))
    assert (page.status_code, page.data) == (NOT_FOUND, absent.data)
    with unit_of_work(cast.ana.practice_id):
        assert db.session.scalars(select(AuditRow.event)).all().count(Event.ACCESS_DENIED) == 2


@pytest.mark.parametrize("role", [SIGNED_IN])
def test_signed_in_routes_ask_nobody_to_sign_in(cast, as_, role):
    assert as_(None, "willow").client.get("/p/willow/start").status_code == SIGN_IN
