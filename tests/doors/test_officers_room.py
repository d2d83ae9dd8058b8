"""The officers' room: who holds the recovery key, and letting somebody else hold it."""

from portal.core.db import unit_of_work
from portal.domain import recovery


def test_an_officer_lets_a_colleague_hold_the_key_and_the_last_one_stays(cast, as_):
    tova = as_(cast.tova)
    page = tova.get("/officer/officers")
    assert "The last officer cannot leave this task" in page.words
    assert "Ana" not in page.words  # a client is nobody to choose
    page = page.form("Let them hold the key").fill(person_id=str(cast.mara.person_id)).press()
    assert "They hold the recovery key from now on." in page.words
    page = page.form("Let them hold the key").fill(person_id=str(cast.ana.person_id)).press()
    assert "Choose somebody who works here and has joined." in page.words
    with unit_of_work(cast.tova.practice_id):
        assert [one.name for one in recovery.officers()] == ["Tova", "Mara"]
    token = tova.token()
    ended = tova.post(f"/officer/officers/{cast.mara.person_id}/end", {"csrf_token": token})
    assert "They hold the recovery key no longer." in ended.words
    assert tova.post(f"/officer/officers/{cast.tova.person_id}/end", {"csrf_token": token}).status == 409
