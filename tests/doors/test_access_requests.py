"""An access request: what an admin may see about a person goes into one archive, and nothing that is not for them."""

import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import select, update

from portal import jobs
from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import NotFound
from portal.core.jobs import Job
from portal.domain import audit, consent, disclosures, process_notes, progress_notes
from portal.domain.audit import Event
from portal.domain.outbox import Stage
from portal.models.disclosures import Disclosure
from portal.models.outbox import JobRow
from portal.models.people import Membership, Person
from portal.models.vault import Item
from tests.acts import at_work, trust, write
from tests.cast import add_person
from tests.summary_stories import here

PRIVATE = "heliotrope"


def made(admin):
    """The worker's part."""
    with at_work(admin):
        ids = list(db.session.scalars(select(JobRow.id).where(JobRow.name == Job.MAKE_DISCLOSURE)))
    for job_id in ids:
        jobs.run(str(admin.practice_id), str(job_id))


def test_the_archive_holds_account_care_consents_and_log_and_nothing_private_or_of_others(cast, as_):
    ana, mara = cast.ana, cast.mara
    jo = trust(ana)
    here(ana, consent.share, ana, write(ana, PRIVATE), jo.person_id)
    here(mara, process_notes.write, mara, ana.person_id, PRIVATE)
    note_id = here(mara, progress_notes.write, mara, ana.person_id, PRIVATE)
    here(mara, progress_notes.sign, mara, ana.person_id, note_id, 1)
    add_person(ana.practice_id, "Zed", Role.CLIENT)
    office = as_(cast.olga)
    page = office.get(f"/office/people/{ana.person_id}").follow("Access request")
    assert "They take it themselves" in page.words
    form = page.form("Make the archive")
    waits = form.press()
    assert "In line" in waits.words
    assert "not there" in office.post(f"{waits.path}/file", {"csrf_token": office.token()}).words
    made(cast.olga)
    ready = office.get(waits.path)
    form = ready.form("Download the archive")
    answer = office.client.post(office._at(form.node.get("action")), data={"csrf_token": form.values["csrf_token"][0]})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="request-')
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        readable, data, log = (archive.read(name).decode() for name in ("about.html", "about.json", "log-1.json"))
    found = json.loads(data)
    lines = json.loads(log)["log"]
    assert found["log"] == {"lines": len(lines), "files": ["log-1.html"]}
    assert f"With {len(lines)} lines" in ready.words
    assert found["account"]["name"] == "Ana"
    assert {one["therapist"] for one in found["looked_after"]} == {"Mara", "Vera"}
    given = found["consents"][0]
    assert {given["to_whom"], *(one["to_whom"] for one in found["consents"])} <= {"Mara", "Vera"}
    nine = ("whose", "who_may_disclose", "what", "to_whom", "purpose", "how_to_stop", "limits_of_stopping", "until")
    assert all(given[part] for part in (*nine, "signed", "given_at", "wording")), "T59"
    assert {"shared something", "tried to sign in, and it did not work"}.isdisjoint(line["what"] for line in lines)
    for text in (readable, data, log):
        for never in (PRIVATE, "Zed", "Ben", "Idris", jo.person_id.hex, str(jo.person_id), ">Jo<", "wrote"):
            assert never not in text.replace("What you wrote is yours", ""), never
    assert "gathered what the practice holds" in office.get(f"/office/log?person={ana.person_id}").words
    own = as_(ana).get("/sharing/log").words
    assert "gathered what the practice holds about you" in own
    assert "took along what was gathered about you" in own
    gone = ready.form("It is handed over").press()
    assert (gone.status, "gone from here" in gone.words) == (200, True)
    assert office.get(waits.path).status == 404


def test_no_line_is_left_out_it_is_made_once_and_for_an_admin_alone(cast, monkeypatch):
    olga, ana = cast.olga, cast.ana
    with at_work(olga):
        db.session.execute(update(Person).where(Person.id == ana.person_id).values(language="de"))
    other = add_person(olga.practice_id, "Otto", Role.ADMIN)
    monkeypatch.setattr(disclosures.about, "PER_FILE", 3)
    for _ in range(7):
        here(olga, audit.record, olga, Event.ROLE_BEGUN, ana.person_id, ana.person_id)
    disclosure_id = uuid4()
    for _ in range(2):
        assert here(olga, disclosures.ask, olga, ana.person_id, disclosure_id) == disclosure_id
    with pytest.raises(NotFound):
        here(other, disclosures.card, other, disclosure_id)
    for _ in range(2):
        made(olga)
    card = here(olga, disclosures.card, olga, disclosure_id)
    assert card.stage is Stage.READY
    with zipfile.ZipFile(io.BytesIO(here(olga, disclosures.fetch, olga, disclosure_id).data)) as archive:
        found = json.loads(archive.read("about.json"))["log"]
        page = archive.read("about.html").decode()
        assert ('<html lang="de">' in page, "<dt>Anmeldename" in page or "<h2>Konto</h2>" in page) == (True, True)
        assert ("Was Sie geschrieben haben" in page, "begleitete Person" in page) == (True, True), "it is for her"
        assert "_at<" not in page
        parts = [json.loads(archive.read(name.replace("html", "json")))["log"] for name in found["files"]]
    assert [len(part) for part in parts[:-1]] == [3] * (len(parts) - 1)
    assert len(parts) > 1
    assert sum(map(len, parts)) == found["lines"] == card.lines
    with at_work(olga):
        assert len(db.session.scalars(select(Item).where(Item.kind == "disclosure")).all()) == 1
    with time_machine.travel(now() + timedelta(days=3, minutes=1)):
        with at_work(olga):
            disclosures.sweep()
        with at_work(olga):
            for model in (Disclosure, Item):
                kind = () if model is Disclosure else (Item.kind == "disclosure",)
                assert db.session.scalars(select(model).where(*kind)).all() == []


def test_whoever_is_no_admin_any_more_gets_none_and_a_dead_key_asks_to_press_again(cast):
    olga, ana, first, second = cast.olga, cast.ana, uuid4(), uuid4()
    here(olga, disclosures.ask, olga, ana.person_id, first)
    with time_machine.travel(now() + timedelta(hours=1)):
        made(olga)
    here(olga, disclosures.ask, olga, ana.person_id, second)
    with at_work(olga):
        db.session.execute(update(Membership).where(Membership.person_id == olga.person_id).values(ended_at=now()))
    made(olga)
    for disclosure_id in (first, second):
        assert here(olga, disclosures.card, olga, disclosure_id).stage is Stage.FAILED
    with at_work(olga):
        problems = db.session.scalars(select(JobRow.problem).where(JobRow.name == Job.MAKE_DISCLOSURE)).all()
    assert sorted(problems) == ["not-yours", "press-again"]
