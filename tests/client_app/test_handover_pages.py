"""The client's page about a change of therapist: three answers of equal standing, and what each of them does."""

import pytest
from sqlalchemy import select

from portal import jobs
from portal.core.db import db
from portal.domain import consent, handovers
from portal.models.handovers import Handover
from tests.acts import read_by, share, write
from tests.handover_stories import move
from tests.summary_stories import ask, here, job_id, row

LETTER = "Mara is leaving us in spring. We thank her, and we are here for you."


def test_while_it_waits_today_and_sharing_say_so_and_the_page_tells_all_of_it(cast, as_):
    ana = as_(cast.ana)
    assert "Nothing is asked here." in ana.get("/sharing/handover").words
    move(cast, days=7, letter=LETTER)
    for path in ("/home", "/sharing"):
        said = ana.get(path).words
        assert "A change of therapist" in said
        assert "Mara is leaving the practice. Idris sees nothing unless you say so." in said
    page = ana.get("/sharing/handover")
    assert page.title == "Sharing"
    for said in (
        "Idris is to look after you. Mara can open what is open now until the end of",
        "After we talked",
        LETTER,
    ):
        assert said in page.words
    assert "Mine" not in page.words


def test_all_let_me_choose_and_nothing_look_alike_and_none_is_chosen_for_anybody(cast, as_):
    move(cast)
    page = as_(cast.ana).get("/sharing/handover")
    [three] = [node for node in page.tree.iter("div") if node.get("class") == "three"]
    looks = [("".join(node.itertext()), node.get("class")) for node in three]
    assert looks == [(words, "btn plain big") for words in ("All of it", "Let me choose", "Nothing")]
    choosing = page.follow("Let me choose")
    assert not [box for box in choosing.tree.iter("input") if "checked" in box.attrib]


def test_all_of_it_opens_what_stood_and_says_what_does_not_go_on_by_itself(cast, as_):
    here(cast.ana, consent.give_stream, cast.ana, cast.mara.person_id, "levels", 30)
    move(cast, days=7)
    page = as_(cast.ana).get("/sharing/handover").form("All of it").press("All of it")
    assert "You opened all of it to Idris." in page.words
    assert "What opened by itself to Mara" in page.words
    assert read_by(cast.idris, cast.entry_id) == "We talked at last."
    assert read_by(cast.mara, cast.entry_id) == "We talked at last."
    assert "A change of therapist" not in as_(cast.ana).get("/home").words
    assert "A change of therapist" in as_(cast.ana).get("/sharing/receipts").follow("Opened to Idris").words


def test_choosing_opens_what_is_ticked_after_a_look_at_it(cast, as_):
    second = write(cast.ana, "Another one.", "Another")
    share(cast.ana, second, cast.mara)
    move(cast)
    choosing = as_(cast.ana).get("/sharing/handover/choose")
    look = choosing.follow("See it as Idris would: Another")
    assert "Another one." in look.words
    assert as_(cast.ana).get(f"/sharing/handover/preview/{cast.private_id}").status == 404
    page = choosing.form("Open what is ticked").fill(thing=str(second)).press("Open what is ticked")
    assert "You opened what you ticked to Idris." in page.words
    assert [read_by(cast.idris, each) for each in (second, cast.entry_id)] == ["Another one.", None]


def test_nothing_is_one_press_too_and_a_second_window_is_told(cast, as_):
    move(cast)
    first, second = (as_(cast.ana).get("/sharing/handover") for _ in range(2))
    assert "Idris sees nothing of yours." in first.form("Nothing").press("Nothing").words
    assert "You have answered this already" in second.form("All of it").press("All of it").words
    assert read_by(cast.idris, cast.entry_id) is None


def test_taken_back_meanwhile_the_answer_opens_nothing(cast, as_):
    handover_id = move(cast, days=7)
    page = as_(cast.ana).get("/sharing/handover")
    here(cast.olga, handovers.take_back, cast.olga, handover_id)
    assert "The practice has taken this question back." in page.form("All of it").press("All of it").words
    assert read_by(cast.idris, cast.entry_id) is None


@pytest.mark.parametrize("typed", [{}, {"handover_id": "x"}, {"handover_id": "0" * 32, "choice": "all"}])
def test_an_answer_to_something_else_changes_nothing(cast, as_, typed):
    move(cast, days=7)
    ben = as_(cast.ben)
    ben.post("/sharing/handover", {"csrf_token": ben.token(), **typed})
    row = here(cast.ana, lambda: db.session.scalars(select(Handover)).one())
    assert row.answered_at is None


# ------------------------------------------------------------------ of the security tests


def test_t11_after_a_move_an_open_tab_gets_the_one_404_and_a_running_pdf_is_not_made(cast, as_):
    mara = as_(cast.mara)
    tabs = [f"/desk/inbox/{cast.entry_id}", f"/desk/clients/{cast.ana.person_id}", f"/desk/next/{cast.ana.person_id}"]
    assert [mara.get(tab).status for tab in tabs] == [200, 200, 200]
    running = ask(cast.mara, cast.ana)
    move(cast)
    gone = [mara.get(tab) for tab in tabs]
    assert [page.status for page in gone] == [404, 404, 404]
    assert len({page.text for page in gone} | {mara.get("/no/such/page").text}) == 1
    jobs.run(str(cast.mara.practice_id), str(job_id(cast.mara, running)))
    assert (row(cast.mara, running).made_at, row(cast.idris, running).made_at) == (None, None)
    assert mara.get(f"/desk/summaries/{running}").status == 404
