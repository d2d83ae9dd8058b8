"""The therapist's own page, and what their clients read of it."""

from datetime import UTC, datetime

import pytest
import time_machine

from portal.domain import measures
from tests.acts import at_work


@pytest.fixture(autouse=True)
def _on_thursday():
    with time_machine.travel(datetime(2026, 11, 26, 14, tzinfo=UTC), tick=False):
        yield


def preview(browser, mara, entry_id):
    return browser.get(f"/sharing/{entry_id}/preview/{mara.person_id}")


def test_clients_read_on_each_page_where_they_share_when_their_therapist_reads(cast, as_):
    mara, entry_id, client = cast.mara, cast.private_id, as_(cast.ana)
    assert "Mara reads" not in preview(client, mara, entry_id).words
    desk = as_(cast.mara).get("/desk/inbox").follow("MMara")
    assert desk.title == "You · Willow House"
    assert "Mara reads when at work" in desk.words
    days = {"reads": ["0", "3"], "works": ["0", "1"], "cover": str(cast.idris.person_id)}
    kept = desk.form("Keep this, for your clients to see").fill(**days).press()
    assert "Mara reads on Mondays and Thursdays." in kept.words
    assert "Works on Mondays and Tuesdays." in kept.words
    for path in ("/notes/new", f"/notes/{entry_id}/edit", "/check-ins", "/sharing"):
        assert "Mara reads on Mondays and Thursdays." in client.get(path).words
    assert "Nobody watches this between sessions. Mara reads on" in preview(client, mara, entry_id).words
    form = kept.form("Keep this, for your clients to see")
    away = form.fill(away_from="2026-11-20", back_on="2026-12-03").press()
    said = "Mara is away until Thursday 3 December."
    assert said in away.words
    at_writing = client.get("/notes/new").words
    assert said in at_writing
    assert "Idris" not in at_writing  # whoever covers reads nothing of what is shared
    stale = form.fill(reads=["1"]).press("Keep this, for your clients to see")
    assert "Kept in the other window" in stale.words
    assert said in stale.words
    late = away.form("Keep this, for your clients to see").fill(back_on="2026-11-20").press()
    assert "after the first day away" in late.words
    assert 'value="2026-11-20"' in late.text


def test_whoever_is_asked_to_let_somebody_know_reads_when_that_one_reads(cast, as_):
    as_(cast.mara).get("/desk/me").form("Keep this, for your clients to see").fill(reads=["4"]).press()
    pack = next(pack for pack in measures.here().offered() if pack.id == "phq9")
    with at_work(cast.ana):
        measure_id = measures.keep(cast.ana, pack, {item.id: 1 for item in pack.items}, gaps=True)
    words = as_(cast.ana).get(f"/measures/{measure_id}").words
    assert "Nobody watches this. Mara reads on Fridays." in words
    assert "perhaps tomorrow" not in words
