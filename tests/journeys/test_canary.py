"""A unique word in every text field, then a search of everything the house leaves behind: none may be there."""

import io
import logging
import re
import subprocess

import pytest
from pypdf import PdfReader
from sqlalchemy import create_engine, text

from portal.core.db import db
from tests import in_redis
from tests.journeys.people import PASSWORDS, assign, invite, join, set_up

CANARIES = {
    "title": "xylocarp",
    "body": "quahogging",
    "later version": "zephyrean",
    "private body": "mumpsimus",
    "refused body": "borborygmus",
    "search": "wayzgoose",
    "check-in line": "tittynope",
    "feeling": "lachrymogenic",
    "activity": "quomodocunquize",
    "goal": "sialoquent",
    "goal's step": "nudiustertian",
    "goal's level": "absquatulate",
    "agenda": "snickersnee",
    "pin": "gongoozler",
    "takeaway": "collywobbles",
    "questionnaire": "core-10",  # which one, and below a question of it: given by the therapist and answered
    "question": "core10_",
    "summary note": "gardyloo",
    "draft": "ultracrepidarian",
    "summary draft": "callipygian",
    "own question": "floccinaucinihil",
    "asked question": "honorificabil",
}


def everything_in(database_url):
    """Every value of every table, as bytes: what a thief of the database has."""
    engine = create_engine(database_url)
    found = []
    with engine.connect() as connection:
        for table in db.metadata.tables:
            for row in connection.execute(text(f'select * from "{table}"')):
                found += [
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
                ]
    engine.dispose()
    return b"\n".join(found)


def everything_under(folder):
    """Read by another process: whoever closes SQLite's file here would give up this process's locks on it."""
    files = [path for path in folder.rglob("*") if path.is_file() and "secrets" not in path.parts]
    return {str(path): subprocess.run(["cat", path], capture_output=True, check=True).stdout for path in files}


def live(house, processes):
    """A journey that types every canary somewhere; gives what the workers logged, and the PDF."""
    olga = set_up(house)
    mara = join(house, "Mara", *invite(olga, "Mara", "therapist"))
    sam = join(house, "Sam", *invite(olga, "Sam", "client"), way_back="only_me")
    assign(olga, "Sam", "Mara")
    new = sam.get("/notes/new").form("Keep private")
    note = new.fill(title=CANARIES["title"], body=CANARIES["body"]).press("Keep private")
    shared = note.follow("See it as Mara will").form("Share with Mara").press("Share with Mara")
    shared = shared.form("Open it now").press("Open it now")
    edit = sam.get(f"{note.path}/edit").form("Keep the new version private")
    edit.fill(body=CANARIES["later version"]).press("Keep the new version private")
    sam.get("/notes/new").form("Keep private").fill(body=CANARIES["private body"]).press("Keep private")
    sam.get("/notes/new").form("Keep private").fill(body=CANARIES["refused body"] * 5000).press("Keep private")
    stale = sam.get("/notes/new").form("Keep private").fill(body=CANARIES["refused body"])
    stale.values["csrf_token"] = ["stale"]
    answer = stale.press("Keep private")
    assert CANARIES["refused body"] in answer.text, (answer.title, answer.words)
    unkept = sam.get("/notes/new").form("Keep private").fill(body=CANARIES["draft"])
    assert sam.post("/drafts", unkept.values).status == 200
    sam.get("/notes").form("Look in").fill(words=CANARIES["search"]).press("Look in")
    words = sam.get("/home").form("Save, only for me").fill(level="2").press("Add words").form("Save, only for me")
    words.fill(own_feelings=CANARIES["feeling"], own_activities=CANARIES["activity"])
    words.fill(line=CANARIES["check-in line"]).press("Save, only for me")
    pursue_and_plan(sam)
    give_and_answer(mara, sam)
    ask_each_other(sam, mara)
    assert shared.status == 200
    mara.get("/desk/inbox").follow(CANARIES["title"])
    page = mara.get("/desk/summaries/new").form("Show notes").press("Show notes")
    unkept = page.form("Make PDF").fill(note=CANARIES["summary draft"])
    assert mara.post("/drafts", unkept.values).status == 200
    page = page.form("Make PDF").fill(note=CANARIES["summary note"]).press("Make PDF")
    log = processes.burst()
    answer = mara.client.get(f"{page.path}/file")
    assert answer.status_code == 200
    return log, answer


def pursue_and_plan(sam):
    """A goal with a step, levels and a look; an agenda with a pin; what was noted after the session."""
    goal = sam.get("/goals/new").form("Keep private").fill(title=CANARIES["goal"], hands="yes").press("Keep private")
    goal.form("Add this step").fill(step=CANARIES["goal's step"]).press("Add this step")
    levels = goal.follow("Write five levels").form("Keep private")
    levels.fill(**{f"level_{at}": CANARIES["goal's level"] for at in range(5)}).press("Keep private")
    assert sam.get(goal.path).form("Save, only").fill(rating="4", attainment="0").press("Save, only").status == 200
    planned = sam.get("/agenda").form("Keep private").fill(body=CANARIES["agenda"]).press("Keep private")
    pinned = planned.form("Add it").fill(pin=CANARIES["pin"]).press("Add it")
    after = pinned.follow("After the session").form("Keep private, and close")
    assert CANARIES["takeaway"] in after.fill(takeaways=CANARIES["takeaway"]).press("Keep private, and close").words


def give_and_answer(mara, sam):
    """A questionnaire that the therapist gave, answered."""
    form = mara.get("/desk/measures/assign").form("Give it")
    client = next(choice.get("value") for choice in form.node.iter("option") if choice.text == "Sam")
    assert "CORE-10" in form.fill(client=client, questionnaire="core10", rhythm="week").press("Give it").words
    asked = sam.get("/measures").follow("How things have been over the last week").form("Keep, only for me")
    kept = asked.fill(**{f"q{number}": "2" for number in range(1, 11)}).press("Keep, only for me")
    assert "20 of 40" in kept.words


def ask_each_other(sam, mara):
    """A question of Sam's own, and one that Mara asks."""
    own = next(form for form in sam.get("/questions").forms if "own_id" in form.names)
    own.fill(text=CANARIES["own question"]).press("Keep, only for me")
    asked = mara.get("/desk/prompts/assign").form("Ask this client")
    whom = next(option.get("value") for option in asked.node.iter("option") if option.text == "Sam")
    asked.fill(client=whom, text=CANARIES["asked question"]).press("Ask this client")
    assert CANARIES["asked question"] in sam.get("/questions").words


@pytest.mark.slow
def test_no_word_that_was_written_lies_anywhere_in_clear(house, settings, processes, queue, caplog):
    caplog.set_level(logging.DEBUG)
    log, answer = live(house, processes)
    pdf = PdfReader(io.BytesIO(answer.data))
    everything = {
        "the database": everything_in(settings.owner_database_url),
        "Redis": in_redis.everything_in(settings.redis_url),
        "the worker's log": log.encode(),
        "the web's log": caplog.text.encode(),
        "the PDF's metadata": f"{pdf.metadata} {pdf.xmp_metadata and pdf.xmp_metadata.stream.get_data()}".encode(),
        "the PDF's name": str(answer.headers).encode(),
        **everything_under(settings.data_dir),
    }
    for where, what in everything.items():
        found = {field for field, word in CANARIES.items() if word.encode() in what.lower()}
        assert not found, f"{sorted(found)} in {where}"
    secrets = [password.encode() for password in PASSWORDS.values()]
    assert not [where for where, what in everything.items() for secret in secrets if secret in what]
    assert b"Willow House" in everything["the database"], "the sweep must be able to find what is there in clear"
    assert len(everything["the database"]) > 10_000


@pytest.mark.slow
def test_no_page_of_the_admin_shows_a_word_that_was_written(house, processes, queue):
    olga = set_up(house)
    join(house, "Mara", *invite(olga, "Mara", "therapist"))
    sam = join(house, "Sam", *invite(olga, "Sam", "client"), way_back="practice")
    assign(olga, "Sam", "Mara")
    quiet = [olga.get(path).text for path in admin_pages(olga)]
    for _ in range(3):
        note = (
            sam.get("/notes/new").form("Keep private").fill(title="xylocarp", body="quahogging").press("Keep private")
        )
    note.follow("See it as Mara will").form("Share with Mara").press("Share with Mara")
    told = [olga.get(path).text for path in admin_pages(olga)]
    assert without_tokens(quiet) == without_tokens(told), "an admin's pages must not change with what somebody writes"


def admin_pages(olga):
    people = olga.get("/office/people")
    return ["/office/people", "/office/invite", people.links["Sam"], people.links["Mara"]]


def without_tokens(pages):
    """Pages hold a fresh token and fresh form ids each time; nothing else may differ."""
    return [re.sub(r'value="[^"]*"', "", page) for page in pages]
