"""The pages of staff and of trusted people are the same bytes whether a client keeps nothing or fifty of everything."""

import ast
import importlib
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import (
    appointments,
    consent,
    contact,
    disclosures,
    emergency,
    handovers,
    invitations,
    marks,
    measures,
    process_notes,
    programmes,
    progress_notes,
    prompts,
    rosters,
    signals,
    wordings,
)
from portal.models.caseload import Assignment
from portal.models.vault import Item, Principal
from tests import private_life
from tests.access.policy import ADMIN, ANYONE, CONFIDANT, ROUTES, SIGNED_IN, THERAPIST
from tests.acts import at_work, meet, trust, write
from tests.cast import add_person, hold_the_key
from tests.summary_stories import given_with_addendum, here

WHO = {"mara": THERAPIST, "jo": CONFIDANT, "olga": ADMIN}
IN_THE_QUERY = {  # what a page shows more of when it is asked
    "mara": (
        "/desk/inbox?pile=read",
        "/desk/summaries/new?client={client_id}",
        "/desk/summaries/new?client={client_id}&first=2020-01-01&last=2020-12-31",
        "/desk/prompts/assign?client={client_id}",
        "/desk/prompts?theme=2",
        "/desk/measures/assign?client={client_id}",
        "/desk/clients?by=attention",
        "/desk/clients?by=code",
        "/desk/clients/{client_id}?kind=goal",
        "/desk/clients/{client_id}/measures?around=last",
        *(f"/desk/clients/{{client_id}}/check-ins?days={days}" for days in (14, 30, 90)),
    ),
    "olga": (),
    "jo": ("/with?all=1",),
}
ENDED = {  # nothing of anybody's
    *("account.setup.show", "account.invitations.show", "static", "account.sessions.stay"),
    "account.factors.new_app",  # a seed that is made and drawn anew each time
    "admin.begin.made_up",  # is not there, and the log says each time that it was asked for
}
OF_OTHERS = {  # kinds of items that somebody else writes, or that are there only once something is shared
    "asked": "by a therapist",
    "measure-asked": "by a therapist",
    "own-prompt": "by a therapist",
    "process-note": "by a therapist",
    "record": "by a therapist",
    "signal": "only about what is shared",
    "signal-note": "by a therapist",
    "reply": "by somebody who is trusted",
    "roster": "by an admin",
    "slips": "by an admin",
    "slip-sheet": "by an admin",
    "disclosure": "by an admin",
}
NOT_BY_THEM = {  # tables of clients in which they write nothing themselves
    "handover_stood": "what was open when a therapist left, by ids, until the client says what goes on",
    "hand_back": "whom somebody who began anew asked for what was shared; its reader is told on purpose",
    "retention": "of whoever's account was deleted or closed",
}
WRITES = ("vault.write", "vault.promise", "vault.replace")
DOMAIN = Path(__file__).parents[2] / "portal" / "domain"
FRESH = re.compile(  # tokens and ids made anew each time a page is shown
    rb'name="(?:csrf_token|window|draft_of|[a-z]+_id)"[^>]*? value="[^"]*"'
)
NO_IDS = {"number": 1, "line": 1, "page": "joining"}  # parts of paths that no id could stand in
ROOM_OF = {"mara": "/desk", "olga": "/office", "jo": "/with"}
LEAST = {"mara": 40, "olga": 35, "jo": 2}  # pages of their own room that must be there


@pytest.fixture
def people(sam, mara):
    """Sam, who shared one note with Mara and Jo and was asked a thing or two; and everybody who may look."""
    jo, olga = trust(sam), add_person(sam.practice_id, "Olga", Role.ADMIN)
    entry_id = write(sam, "The one that is shared.", "After we talked")
    for reader in (mara, jo):
        here(sam, consent.share, sam, entry_id, reader.person_id)
        read = here(reader, consent.read_shared, reader, entry_id)
    here(mara, marks.add, mara, read.item_id, "The one")
    here(jo, consent.reply, jo, entry_id, consent.PHRASES[jo.role][0])
    here(sam, signals.ask, sam, entry_id, mara.person_id)
    here(sam, contact.keep, sam, contact.Mode.PLAIN, "sam@example.org", 9, 17, range(5), 0)
    asked_id = here(mara, prompts.ask, mara, sam.person_id, "What would you keep?")
    for pack in measures.here().offered():
        here(mara, measures.ask, mara, sam.person_id, pack)
    tasks = [programmes.Task("One?"), programmes.Task("Two?", opening=prompts.Opening(prompts.Mode.AFTER))]
    here(mara, programmes.give, mara, [sam.person_id], tasks, programmes.When(name="Two"))
    prompt_id = here(mara, lambda: prompts.compose(mara, prompts.Wording("What grew?"), is_common=False))
    note_id = here(mara, process_notes.write, mara, sam.person_id, "Mine.")
    record_id = here(mara, progress_notes.write, mara, sam.person_id, "Session 1.")
    here(mara, progress_notes.sign, mara, sam.person_id, record_id, 1)
    here(mara, progress_notes.add, mara, sam.person_id, record_id, "Added.")
    ids = {
        "note_id": note_id,
        "record_id": record_id,
        "client_id": sam.person_id,
        "entry_id": entry_id,
        "thing_id": entry_id,
        "summary_id": given_with_addendum(mara, sam),
        "number": 1,  # of its addendum
        "line": 2,  # of the log of the office
        "person_id": sam.person_id,
        "signal_id": here(mara, signals.waiting, mara)[0].id,
        "asked_id": asked_id,
        "appointment_id": meet(mara, sam),
        "token": here(mara, appointments.feed.make, mara),
        "prompt_id": prompt_id,
        **_of_the_office(olga, sam, mara),
    }
    return {"sam": sam, "mara": mara, "jo": jo, "olga": olga}, ids


def _of_the_office(olga, sam, mara):
    """A list and a sheet of invitations, a move that Sam answered, and an officer who asked for Sam's record."""
    tova, idris = (add_person(sam.practice_id, *one) for one in (("Tova", Role.OFFICER), ("Idris", Role.THERAPIST)))
    hold_the_key(tova)
    case_id = uuid4()
    roster_id = here(olga, rosters.take, olga, b"Name,E-mail\nEda,eda@example.org", uuid4())
    here(olga, rosters.choose, olga, roster_id, 1, "utf-8", ",", True, ["name", "email"])
    slip = invitations.Printed("Eda", "", "BCDFGH", "today")
    sheet_id = here(olga, invitations.ask_sheet, olga, [slip], uuid4())
    disclosure_id = here(olga, disclosures.ask, olga, mara.person_id, uuid4())
    here(tova, emergency.ask, tova, sam.person_id, emergency.Covers.RECORD, emergency.Reason.WISH, 1, case_id)
    with at_work(sam):
        pair = select(Assignment.id).where(Assignment.therapist_id == mara.person_id, Assignment.ended_at.is_(None))
        assignment_id = db.session.scalars(pair).one()
    terms = handovers.Terms("leaving", now().date() + timedelta(days=7))
    here(olga, handovers.ask, olga, assignment_id, idris.person_id, terms, uuid4())
    asked = here(sam, handovers.waits, sam)
    here(sam, handovers.answer, sam, asked.id, handovers.Choice.NOTHING)
    here(sam, wordings.ask_at_joining, sam)
    return {
        "therapist_id": mara.person_id,
        "assignment_id": assignment_id,
        "roster_id": roster_id,
        "sheet_id": sheet_id,
        "disclosure_id": disclosure_id,
        "case_id": case_id,
        "page": "joining",
    }


def places(house, who, ids):
    """Every page of this person's room, and of the rooms of everybody."""
    for rule in house.url_map.iter_rules():
        is_open = ROUTES[rule.endpoint] in (WHO[who], SIGNED_IN, ANYONE) and rule.endpoint not in ENDED
        if "GET" in rule.methods and is_open:
            yield rule.build({part: ids[part] for part in rule.arguments}, append_unknown=False)[1]
    yield from (path.format(**ids) for path in IN_THE_QUERY[who])


def photograph(browser, paths):
    """Of each page its status, its headers, and every byte of it, less what is made anew whenever it is shown."""
    found = {}
    for path in paths:
        answer = browser._alone(browser.client.get, browser._at(path))
        body = FRESH.sub(b"", answer.data) if answer.mimetype == "text/html" else answer.data
        found[path] = (answer.status_code, sorted(answer.headers), body)
    return found


def guesses(house, who, id_):
    """The pages of this person's room that are about one thing, asked for by this id."""
    for rule in house.url_map.iter_rules():
        if rule.arguments - set(NO_IDS) and "GET" in rule.methods and ROUTES[rule.endpoint] == WHO[who]:
            guessed = {part: NO_IDS.get(part, id_) for part in rule.arguments}
            yield rule.build(guessed, append_unknown=False)[1]


def test_no_page_changes_with_what_a_client_keeps(house, people, as_):
    """And whoever guesses the id of a private thing gets the very answer of an id that nobody has."""
    everybody, ids = people
    with time_machine.travel(now(), tick=False):
        browsers = {who: as_(everybody[who]) for who in WHO}
        paths = {who: list(places(house, who, ids)) for who in WHO}
        quiet, told = {}, {}
        for who, browser in browsers.items():
            photograph(browser, paths[who])  # the first time may write down that somebody opened a thing
            quiet[who] = photograph(browser, paths[who])
            again = photograph(browser, paths[who])
            assert changed(quiet[who], again) == [], (who, "what is fresh each time is taken out")
        known = private_life.live(everybody["sam"], everybody["mara"], ids["asked_id"])
        for who, browser in reversed(browsers.items()):  # Olga was last and is first: her log says what the others open
            told[who] = photograph(browser, paths[who])
            assert changed(quiet[who], told[who]) == [], who
        for who, browser in browsers.items():
            seen = {path for path, (status, _, _) in told[who].items() if status == 200}
            assert len([path for path in seen if path.startswith(ROOM_OF[who])]) >= LEAST[who], who
            absent = list(photograph(browser, guesses(house, who, uuid4())).values())
            answers = {kind: list(photograph(browser, guesses(house, who, known[kind])).values()) for kind in known}
            assert [kind for kind in known if answers[kind] != absent] == [], who
        assert "/office/log" in told["olga"]


def changed(before, after):
    return [path for path in before if after[path] != before[path]]


def test_whatever_a_client_can_keep_is_in_this_life(house, people):
    """Whoever adds a kind, or a table of a client's, adds it to tests/private_life.py too, or says whose it is."""
    everybody, ids = people
    sam = everybody["sam"]
    private_life.live(sam, everybody["mara"], ids["asked_id"], many=1)
    with at_work(sam):
        mine = select(Item.kind).join(Principal, Principal.id == Item.owner_id)
        kept = set(db.session.scalars(mine.where(Principal.person_id == sam.person_id)))
        empty = {
            model.__tablename__
            for model in (mapper.class_ for mapper in db.Model.registry.mappers)
            if hasattr(model, "client_id")
            and not db.session.scalar(select(model.client_id).where(model.client_id == sam.person_id).limit(1))
        }
    assert written_kinds() - set(OF_OTHERS) - kept == set()
    assert empty - set(NOT_BY_THEM) == set()


def written_kinds():
    """The kinds of items that the domain writes, as its source says."""
    found = set()
    for path in DOMAIN.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if not any(verb in text for verb in WRITES):
            continue
        module = importlib.import_module(".".join(path.relative_to(DOMAIN.parents[1]).with_suffix("").parts))
        names = {name for name, value in vars(module).items() if "KIND" in name and isinstance(value, str)}
        calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
        for call in (call for call in calls if ast.unparse(call.func) in WRITES):
            names.add(ast.unparse(call.args[1]))
        found |= {getattr(module, name) for name in names}
    return found
