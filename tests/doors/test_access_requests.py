"""An access request: what an admin may see about a person goes into one archive, and nothing that is not for them."""

import io
import json
import zipfile

from portal.core.actor import Role
from portal.domain import consent, process_notes, progress_notes
from tests.acts import trust, write
from tests.cast import add_person
from tests.summary_stories import here

PRIVATE = "heliotrope"


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
    token = {name: values[0] for name, values in form.values.items()}
    answer = office.client.post(office._at(f"/office/people/{ana.person_id}/held"), data=token)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="request-')
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        readable, data = (archive.read(name).decode() for name in ("about.html", "about.json"))
    found = json.loads(data)
    assert found["account"]["name"] == "Ana"
    assert {one["therapist"] for one in found["looked_after"]} == {"Mara", "Vera"}
    given = found["consents"][0]
    assert {given["to_whom"], *(one["to_whom"] for one in found["consents"])} <= {"Mara", "Vera"}
    nine = ("whose", "who_may_disclose", "what", "to_whom", "purpose", "how_to_stop", "limits_of_stopping", "until")
    assert all(given[part] for part in (*nine, "signed", "given_at", "wording")), "T59"
    assert {"shared something", "tried to sign in, and it did not work"}.isdisjoint(
        line["what"] for line in found["log"]
    )
    for text in (readable, data):
        for never in (PRIVATE, "Zed", "Ben", "Idris", jo.person_id.hex, str(jo.person_id), ">Jo<", "wrote"):
            assert never not in text.replace("What you wrote is yours", ""), never
    assert "gathered what the practice holds" in office.get(f"/office/log?person={ana.person_id}").words
    assert "gathered what the practice holds about you" in as_(ana).get("/sharing/log").words
