"""Everything a client takes away: complete, counted, readable by machines and people, and nobody else's."""

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import jsonschema
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhirpathpy import evaluate
from sqlalchemy import select, update

from portal.core.actor import Role
from portal.core.clock import now
from portal.core.db import db
from portal.domain import drafts, exports, goals, imports, journal, measures, mood, vault
from portal.domain.exports.everything import NOT_TAKEN
from portal.domain.exports.plainly import NAMES
from portal.domain.files import Stage
from portal.domain.journal import Margin
from portal.models.people import Person
from portal.models.vault import Item
from tests.acts import at_work, share, therapist_of, write
from tests.cast import add_person
from tests.file_stories import fetch, make
from tests.summary_stories import here

CANARY = "The kettle was still warm when I came home"
SCHEMA = Path(__file__).parents[1] / "vectors" / "fhir_r4.json"  # of HL7, for the resources of an export
FHIR = jsonschema.Draft6Validator(json.loads(SCHEMA.read_text()))
INVARIANTS = {  # HL7 FHIR R4 4.0.1
    "obs-6": ("Observation", "dataAbsentReason.empty() or value.empty()"),
    "obs-7": ("Observation", "value.empty() or component.code.coding.intersect(%resource.code.coding).empty()"),
    "ppc-1": ("Consent", "policy.exists() or policyRule.exists()"),
    "ppc-2": ("Consent", "patient.exists() or scope.coding.where(code='patient-privacy').exists().not()"),
    "gol-1": ("Goal", "target.where(detail.exists() and measure.exists().not()).empty()"),
    "que-2": ("Questionnaire", "descendants().linkId.isDistinct()"),
    "qrs-1": ("QuestionnaireResponse", "item.where(answer.exists() and item.exists()).empty()"),
    "sev-1": ("AuditEvent", "entity.where(name.exists() and query.exists()).empty()"),
    "bdl-7": ("Bundle", "entry.fullUrl.isDistinct()"),
    "bdl-1": ("Bundle", "total.empty()"),
    "bdl-3": ("Bundle", "entry.request.empty()"),
}  # fmt: skip


def take(client):
    """The archive, made as the worker would: names to texts."""
    file_id = here(client, exports.take_everything, client, uuid4())
    assert make(client, file_id).stage is Stage.READY
    with zipfile.ZipFile(io.BytesIO(fetch(client, file_id).data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def lived(sam):
    """Sam has used each part of the house."""
    mara = therapist_of(sam, "Mara Lindqvist")
    checkin_id = here(sam, mood.check_in, sam, 2, mood.Words("A line", ("tired",), 3, ("walk",)))
    margin = Margin(("calm", "two words"), None, checkin_id)
    entry_id = write(sam, CANARY, "Kitchen", margin=margin, question="What was warm?", on_day=date(2024, 2, 29))
    here(sam, journal.edit, sam, entry_id, 1, f"{CANARY}, still.", "Kitchen")
    here(sam, journal.delete_entry, sam, write(sam, "Gone in a week."))
    share(sam, entry_id, mara)
    goal_id = here(sam, goals.write, sam, goals.Words("Ask for ten minutes", "It helps"))
    here(sam, goals.look, sam, goal_id, 4)
    pack = next(iter(here(sam, measures.offered, sam).values()))
    full = {item.id: item.options[0].value for item in pack.every_item}
    here(sam, measures.keep, sam, pack, full, gaps=False)
    here(sam, drafts.save, sam, "entry", uuid4(), {"title": "", "body": "On its way."}, drafts.Seen(0, uuid4()))
    batch_id = here(sam, imports.take, sam, b"[1660-01-11 10:00] Blessed be God. Axe Yard.", "", uuid4())
    here(sam, imports.choose, sam, batch_id, {})
    here(sam, imports.go_on, sam, batch_id, 0)
    here(sam, vault.write, sam.keys, "of-later", b'{"words": "a kind nobody has made a part for"}', uuid4())
    return sam


def test_everything_is_in_it_counted_and_as_the_schema_says(lived):
    found = take(lived)
    data = json.loads(found["data.json"])
    jsonschema.validate(data, json.loads(found["schema.json"]))
    assert data["counts"] == {name: len(data[name]) for name in data["counts"]}
    assert {name: data["counts"][name] for name in ("notes", "check_ins", "goals", "questionnaires", "consents")} == {
        "notes": 3, "check_ins": 1, "goals": 1, "questionnaires": 1, "consents": 1,
    }  # fmt: skip
    note = next(each for each in data["notes"] if each["title"] == "Kitchen")
    assert (note["day"], note["tags"], note["question"]) == ("2024-02-29", ["calm", "two words"], "What was warm?")
    assert [each["body"] for each in note["versions"]] == [CANARY, f"{CANARY}, still."]
    assert data["check_ins"][0]["feelings"] == ["tired"]
    assert data["goals"][0]["looks"][0]["rating"] == 4
    assert [each["deleted_at"] is not None for each in data["notes"]].count(True) == 1


def test_every_kind_of_item_is_in_it_or_left_out_with_a_reason(lived):
    """A kind that no part knows goes along plainly: nothing that can be read is left out."""
    data = json.loads(take(lived)["data.json"])
    kinds = here(lived, lambda: set(db.session.scalars(select(Item.kind).distinct())))
    known = {"entry", "entry-margin", "checkin", "checkin-words", "checkin-own", "goal", "goal-rating", "measure"}
    plainly = {each["kind"] for each in data["others"]}
    assert kinds - known - NOT_TAKEN - set(NAMES) == plainly == {"of-later"}
    assert data["drafts"][0]["words"]["body"] == "On its way."
    assert "a kind nobody has made a part for" in json.dumps(data["others"])


def test_nothing_of_anybody_else_is_in_it(lived):
    ben = add_person(lived.practice_id, "Ben", Role.CLIENT)
    write(ben, "Ben's own words.")
    for text in take(lived).values():
        assert "Ben's own words." not in text
    assert CANARY not in "".join(take(ben).values())


def test_the_markdown_can_be_brought_in_again(lived):
    found = take(lived)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in found.items():
            if name.startswith("markdown/notes/"):
                archive.writestr(name, text)
    ben = add_person(lived.practice_id, "Ben", Role.CLIENT)
    batch_id = here(ben, imports.take, ben, packed.getvalue(), "", uuid4())
    here(ben, imports.choose, ben, batch_id, {})
    here(ben, imports.go_on, ben, batch_id, 0)
    header = next(each for each in here(ben, journal.shelf, ben).headers if each.title == "Kitchen")
    assert (header.on_day, header.first_line) == (date(2024, 2, 29), f"{CANARY}, still.")
    assert here(ben, journal.beside, ben, header.id).margin.tags == ("calm", "two words")


def test_the_page_to_read_stands_alone_and_runs_nothing(lived):
    write(lived, "<script>alert(1)</script> & <img src=x>", "<b>Bold</b>")
    page = take(lived)["read.html"]
    assert CANARY in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    with at_work(lived):
        db.session.execute(update(Person).where(Person.id == lived.person_id).values(language="de"))
    german = take(lived)
    assert ("29. Februar 2024" in german["read.html"], "Eigene Worte: 1" in german["read.html"]) == (True, True)
    assert german["read-me-first.txt"].startswith("Alles, was Sie")
    for sign in ("<script", "<img", "<b>", "http", "url(", "@import"):
        assert sign not in page


def test_the_bundle_is_fhir_r4(lived):
    found = json.loads(take(lived)["fhir-r4.json"])
    Bundle.model_validate(found)
    FHIR.validate(found)
    resources = [found, *(entry["resource"] for entry in found["entry"])]
    kinds = {each["resourceType"] for each in resources}
    assert {"Patient", "Observation", "DocumentReference", "Goal", "Questionnaire", "QuestionnaireResponse"} <= kinds
    assert {"Consent", "Provenance", "Bundle"} <= kinds
    for name, (kind, rule) in INVARIANTS.items():
        for resource in resources:
            if resource["resourceType"] == kind:
                assert evaluate(resource, rule, {"resource": resource}) == [True], (name, resource)
    urls = {entry["fullUrl"] for entry in found["entry"]}
    named = {each["reference"] for each in _references(found)}
    assert named <= urls
    resources[-1]["unheardOf"] = True
    assert not FHIR.is_valid(found)


def _references(found):
    if isinstance(found, dict):
        if isinstance(found.get("reference"), str):
            yield found
        found = found.values()
    if not isinstance(found, str | int | float | bool | None):
        for each in found:
            yield from _references(each)


def test_a_consent_past_its_day_is_no_longer_active(sam):
    mara = therapist_of(sam, "Mara Lindqvist")
    for days in (-1, 1):
        until = now() + timedelta(days=days)
        here(sam, vault.give, sam.keys, mara.keys.principal_id, "chosen", "to read", f"share-{days}", until)
    found = json.loads(take(sam)["fhir-r4.json"])["entry"]
    agreed = [each["resource"] for each in found if each["resource"]["resourceType"] == "Consent"]
    assert sorted(each["status"] for each in agreed) == ["active", "inactive"]


def test_an_account_with_nothing_in_it_can_be_taken_away_too(sam):
    found = take(sam)
    data = json.loads(found["data.json"])
    jsonschema.validate(data, json.loads(found["schema.json"]))
    Bundle.model_validate(json.loads(found["fhir-r4.json"]))
    FHIR.validate(json.loads(found["fhir-r4.json"]))
    assert data["counts"]["notes"] == 0
