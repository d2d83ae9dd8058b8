"""A mark on every page it touches: what the client is told before, the therapist, the cover, and the office."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.domain import agenda, consent, measures, rhythm, signals
from tests.acts import at_work, therapist_of
from tests.summary_stories import here

ABOUT = "not wanting to live"


@pytest.fixture(autouse=True)
def clock(cast):
    with time_machine.travel(datetime(2027, 1, 4, 9, tzinfo=UTC), tick=False) as traveller:
        here(cast.mara, rhythm.keep, cast.mara, [0, 3], [], cast.idris.person_id, None, 0)
        yield traveller


def answered(cast):
    pack = next(pack for pack in measures.here().offered() if pack.id == "phq9")
    return here(cast.ana, lambda: measures.keep(cast.ana, pack, {item.id: 1 for item in pack.items}, gaps=True))


def test_from_the_preview_to_the_cover_everybody_reads_just_what_is_theirs(cast, as_, clock):
    ana, mara, idris = (as_(who) for who in (cast.ana, cast.mara, cast.idris))
    measure_id = answered(cast)
    preview = ana.get(f"/sharing/{measure_id}/preview/{cast.mara.person_id}")
    for told in (
        "Mara is shown a mark to look at it. Mara reads on Mondays and Thursdays.",
        "If it waits for 24 hours, Idris , who covers, is told that something of yours waits, never what.",
        "If an answer says that you do not want to live, or might hurt yourself, Mara is shown a mark",
    ):
        assert told in preview.words
    shared = preview.form("Share with Mara").press("Share with Mara")
    assert "Mara is shown a mark to look at one of these answers." in shared.words
    assert "Idris , who covers, is told from Tuesday 5 January" in shared.words
    assert "Please look" not in mara.get("/desk/inbox").words  # in its hold
    clock.shift(timedelta(minutes=11))
    mark = mara.get("/desk/inbox").follow("Ana: an answer to look at")
    assert mark.title == "Please look · Willow House"
    assert ABOUT in mark.words
    assert mark.follow("Open it").status == 200
    assert idris.get(mark.path.removeprefix("/p/willow"), follow=False).status == 404
    clock.shift(timedelta(hours=24))
    with at_work(cast.ana):
        signals.sweep()
    ana, mara, idris = (as_(who) for who in (cast.ana, cast.mara, cast.idris))
    mark = mara.get(mark.path.removeprefix("/p/willow"))
    covered = idris.get("/desk/inbox").follow("Ana: something waits for Mara")
    assert "Something waits for Mara" in covered.words
    for hidden in (ABOUT, "questionnaire", "PHQ", "answer is", str(measure_id)):
        assert hidden not in covered.text
    assert "Idris was told that something of yours waits, and not what." in ana.get(f"/measures/{measure_id}").words
    empty = covered.form("Keep this note").fill(note=" ").press()
    assert "Write a line" in empty.words
    noted = empty.form("Keep this note").fill(note="Rang Ana at noon.").press()
    assert "Noted, for the therapist to read." in noted.words
    assert idris.get(covered.path.removeprefix("/p/willow"), follow=False).status == 404
    late = mark.form("Seen: keep this note").fill(note="And I did, too.").press()
    assert "This was answered a moment ago" in late.words
    assert "And I did, too." in late.text
    page = ana.get(f"/measures/{measure_id}")
    assert "Idris knows that something of yours waited" in page.words
    assert "Rang Ana" not in page.text
    for browser in (mara, idris):
        assert "Please look" not in browser.get("/desk/inbox").words


def test_a_client_asks_on_the_page_of_a_thing_and_takes_it_back(cast, as_, clock):
    ana, mara = as_(cast.ana), as_(cast.mara)
    agenda_id = here(cast.ana, agenda.write, cast.ana, agenda.Words("The quarrel"), uuid4())
    here(cast.ana, consent.share, cast.ana, agenda_id, cast.mara.person_id)
    planned = ana.get("/agenda").form("Ask Mara to look before you meet").press()
    assert planned.form("Take it back").press().path == "/p/willow/agenda"
    asked = ana.get(f"/notes/{cast.entry_id}").form("Ask Mara to look before you meet").press()
    assert "Mara is asked to look at this before you meet. Mara reads on Mondays and Thursdays." in asked.words
    mark = mara.get("/desk/inbox").follow("Ana: please look before we meet")
    assert "Ana asks you to look at this before you meet." in mark.words
    assert ABOUT not in mark.words
    back = asked.form("Take it back").press()
    assert "Nobody is asked to look." in back.words
    gone = mark.form("Seen: keep this note").fill(note="Too late.").press()
    assert gone.status == 404
    assert "Too late." in gone.text
    preview = ana.get(f"/sharing/{cast.private_id}/preview/{cast.mara.person_id}").form("Share with Mara")
    preview.fill(look="y").press("Share with Mara")
    clock.shift(timedelta(minutes=11))
    mara.get("/desk/today").follow("Ana: please look before we meet").form("Seen").fill(note="Read it.").press()
    seen = ana.get(f"/notes/{cast.private_id}")
    assert "Mara has seen this, on Monday 4 January." in seen.words
    assert "Mara has seen that something of yours waited" in ana.get("/sharing/log").words


def test_where_answers_open_by_themselves_the_form_says_so_before_and_the_mark_is_there_at_once(cast, as_):
    here(cast.ana, consent.give_stream, cast.ana, cast.mara.person_id, "measures", 30)
    namesake = therapist_of(cast.ana, "Mar Vos")
    here(namesake, rhythm.keep, namesake, [4], [], None, None, 0)
    ana, mara = as_(cast.ana), as_(cast.mara)
    place = next(place for place, pack in here(cast.ana, measures.offered, cast.ana).items() if pack.id == "phq9")
    form = ana.get(f"/measures/new/{place}").form("Keep and show Mara")
    assert "Mara is shown a mark to look at it, as soon as you keep this. Mara reads on" in form.page.words
    assert "Mar reads" not in form.page.words
    kept = form.fill(**{f"q{number}": "1" for number in range(1, 11)}).press("Keep and show Mara")
    assert "Mara is shown a mark to look at one of these answers." in kept.words
    assert "Nobody is told of this by itself" not in kept.words
    assert ": an answer to look at" in mara.get("/desk/inbox").words


def test_the_practice_sets_the_hours_and_a_page_without_a_cover_promises_none(cast, as_):
    office = as_(cast.olga).get("/office/help").form("Keep this for the practice")
    assert "Choose one of these." in office.fill(cover_hours="5").press().words
    assert office.fill(cover_hours="4").press().form("Keep this for the practice").values["cover_hours"] == ["4"]
    path = f"/sharing/{answered(cast)}/preview/{cast.mara.person_id}"
    assert "If it waits for 4 hours, Idris" in as_(cast.ana).get(path).words
    here(cast.mara, rhythm.keep, cast.mara, [0], [], None, None, 1)
    assert "covers" not in as_(cast.ana).get(path).words
