"""The board of the office: rows, places, filters, first therapists, moves, a balance, and somebody who leaves."""

import re
from datetime import timedelta

import pytest

from portal.core.actor import Role
from portal.core.clock import now
from portal.domain import caseload, handovers, rhythm
from tests.acts import meet
from tests.cast import add_person, look_after
from tests.handover_stories import move
from tests.summary_stories import here

SOON = (now() + timedelta(days=7)).date().isoformat()


@pytest.fixture
def olga(cast, as_):
    return as_(cast.olga)


def rows(page):
    """Each therapist's row, as it is read."""
    found = [node for node in page.tree.iter("li") if "board-row" in node.get("class", "")]
    return {row[0]: row[1] for row in ((_name(node), " ".join(" ".join(node.itertext()).split())) for node in found)}


def _name(node):
    return " ".join("".join(next(node.iter("h2")).itertext()).split())


def pair(cast, client, therapist):
    pairs = here(cast.olga, caseload.pairings, cast.olga)
    return next(one.id for one in pairs if (one.client_id, one.therapist_id) == (client.person_id, therapist.person_id))


def test_a_row_says_days_places_and_clients_with_what_is_to_know_of_each(cast, olga):
    here(cast.mara, rhythm.keep, cast.mara, (0,), range(4), None, None, 0)
    form = olga.get("/office/caseloads").follow("Mara").form("Keep this number")
    assert "Keep this number" in form.buttons
    board = form.fill(places="1").press("Keep this number")
    assert "Mara Mon to Thu 1 of 1 places , full Ana , no session booked" in rows(board)["Mara"]
    assert "Vera No days said 0, no limit set Nobody yet." in rows(board)["Vera"]
    assert "Nobody waits. Everybody has a therapist." in board.words
    meet(cast.mara, cast.ana)
    move(cast, days=7)
    board = olga.get("/office/caseloads")
    assert "Ana , move waiting for the client" in rows(board)["Mara"]
    assert "One move is waiting for the client." in board.words
    for said in ("many", "-3", "9999"):
        refused = olga.get("/office/caseloads").follow("Mara").form("Keep this number").fill(places=said).press()
        assert "Type a number from 0 to 200" in refused.words
    assert "2 clients, 3 therapists." in board.words


def test_a_board_is_narrowed_to_what_is_full_moving_or_without_a_session(cast, olga):
    here(cast.olga, caseload.set_places, cast.olga, cast.idris.person_id, 1)
    meet(cast.mara, cast.ana)
    shown = {
        view: set(rows(olga.get(f"/office/caseloads?show={view}"))) for view in ("full", "moving", "unbooked", "x")
    }
    assert shown == {"full": {"Idris"}, "moving": set(), "unbooked": {"Idris"}, "x": {"Idris", "Mara", "Vera"}}
    move(cast, days=7)
    assert set(rows(olga.get("/office/caseloads?show=moving"))) == {"Mara"}
    for page in ("-1", "0", "99", "x"):
        assert olga.get(f"/office/caseloads?page={page}").status == 200


def test_a_client_is_found_by_a_part_of_the_name_which_is_in_no_address(cast, olga):
    add_person(cast.olga.practice_id, "Zoë Anand", Role.CLIENT)
    found = olga.get("/office/caseloads").form("Look").fill(find="an").press("Look")
    assert (set(rows(found)), "Zoë Anand" in found.words) == ({"Mara"}, True)
    assert "Ben" not in found.words
    assert "?" not in found.path
    assert "Nobody of that name." in olga.get("/office/caseloads").form("Look").fill(find="%").press("Look").words


def test_whoever_waits_gets_a_first_therapist_and_the_second_admin_is_told(cast, olga, as_):
    zoe = add_person(cast.olga.practice_id, "Zoë", Role.CLIENT)
    una = as_(add_person(cast.olga.practice_id, "Una", Role.ADMIN))
    mine, hers = (each.get("/office/caseloads").follow("Choose a therapist") for each in (olga, una))
    assert "Choose a therapist." in mine.form("Put on").press("Put on").words
    said = mine.form("Put on").fill(therapist_id=str(cast.mara.person_id)).press("Put on")
    assert "They look after this client from now on" in said.words
    told = hers.form("Put on").fill(therapist_id=str(cast.idris.person_id)).press("Put on")
    assert "Somebody looks after this client already. It was arranged a moment ago." in told.words
    assert [one.name for one in here(zoe, caseload.my_therapists, zoe)] == ["Mara"]


def test_a_move_is_a_page_that_says_what_happens_to_sharing_and_is_refused_in_words(cast, olga):
    page = olga.get("/office/caseloads").follow("Move to…")
    assert "will be asked. Until" in page.words
    path = f"/office/caseloads/move/{pair(cast, cast.ana, cast.mara)}"
    form = olga.get(f"{path}?to={cast.idris.person_id}").form("Ask Ana")
    assert form.values["therapist_id"] == [str(cast.idris.person_id)]  # as when a chip is dropped on a row
    assert "Choose why." in form.fill(last_day=SOON).press("Ask Ana").words
    form = olga.get(path).form("Ask Ana").fill(therapist_id=str(cast.idris.person_id), reason="leaving")
    assert "Choose the last day." in form.press("Ask Ana").words
    refused = form.fill(last_day="2020-01-01", letter="Kept words.").press("Ask Ana")
    assert "This day has gone by." in refused.words
    assert "Kept words." in refused.words
    asked = form.fill(last_day=SOON).press("Ask Ana")
    assert "One client is asked now." in asked.words
    assert "is under way already" in form.fill(once_id="x").press("Ask Ana").words
    moves = olga.get("/office/caseloads/moves")
    assert "Ana Mara to Idris The therapist leaves the practice." in moves.words
    assert "The client is not asked any more." in moves.form("Take the question back").press().words
    gone = olga.get("/office/caseloads/end/" + str(pair(cast, cast.ana, cast.mara)))
    assert "can open nothing of Ana any more" in gone.words
    assert "That has ended" in gone.form("End it now").press().words
    assert olga.get(path).status == 404


def test_a_move_at_once_needs_no_day_and_what_was_chosen_is_not_shown(cast, olga, as_):
    form = olga.get(f"/office/caseloads/move/{pair(cast, cast.ana, cast.mara)}").form("Ask Ana")
    form.fill(therapist_id=str(cast.idris.person_id), reason="talked", when="at-once").press("Ask Ana")
    as_(cast.ana).get("/sharing/handover").form("All of it").press("All of it")
    lately = olga.get("/office/caseloads/moves").words
    assert "Idris It was talked over in person." in lately
    assert "Done" in lately
    assert not re.search(r"All of it|everything|nothing open to Idris", lately)


def test_a_balance_is_found_by_one_rule_and_nothing_happens_before_it_is_ticked(cast, olga):
    admin = cast.olga
    zoe = add_person(admin.practice_id, "Zoë", Role.CLIENT)
    eva = add_person(admin.practice_id, "Eva", Role.CLIENT)
    look_after(eva, cast.mara)
    for therapist, places in ((cast.mara, 1), (cast.idris, 4), (cast.vera, 2)):
        here(admin, caseload.set_places, admin, therapist.person_id, places)
    found = here(admin, caseload.suggest, admin)
    assert [(one.client, one.before, one.after, one.free, one.over) for one in found] == [
        ("Zoë", "", "Idris", 3, 0),
        ("Eva", "Mara", "Idris", 2, 1),
    ]
    assert found == here(admin, caseload.suggest, admin)
    page = olga.get("/office/caseloads/balance")
    assert "Idris has 2 free places. Mara has one client more than places." in page.words
    form = page.form("Ask clients")
    assert "pick" not in form.values  # nothing is ticked for anybody
    assert "Tick what you want to arrange." in form.fill(last_day=SOON).press("Ask clients").words
    picks = [f"first {zoe.person_id} {cast.idris.person_id}"]
    picks += [f"move {pair(cast, eva, cast.mara)} {cast.idris.person_id}", "move x y", "nothing"]
    assert "Choose the last day." in form.fill(pick=picks, last_day="").press("Ask clients").words
    assert here(zoe, caseload.my_therapists, zoe) == []
    done = form.fill(pick=picks, last_day=SOON).press("Ask clients").words
    assert "One client is asked now. One client has a therapist now." in done
    assert here(admin, caseload.suggest, admin) == []


def test_everybody_of_somebody_who_leaves_is_asked_with_one_letter_and_answers_alone(cast, olga, as_):
    eva = add_person(cast.olga.practice_id, "Eva", Role.CLIENT)
    look_after(eva, cast.mara)
    page = olga.get(f"/office/caseloads/of/{cast.mara.person_id}").follow("Move everybody")
    own = f"to_{pair(cast, eva, cast.mara).hex}"
    form = page.form("Ask clients")
    assert "Choose who is to look after" in form.fill(last_day=SOON).press("Ask clients").words
    form.fill(everybody=str(cast.idris.person_id), letter="Mara is leaving us in spring.", last_day=SOON)
    done = form.fill(**{own: str(cast.vera.person_id)}).press("Ask clients")
    assert "2 clients are asked now." in done.words
    for client, after in ((cast.ana, "Idris"), (eva, "Vera")):
        said = as_(client).get("/sharing/handover").words
        assert f"{after} is to look after you." in said
        assert "Mara is leaving us in spring." in said
    as_(eva).get("/sharing/handover").form("Nothing").press("Nothing")
    assert [one.client for one in here(cast.olga, handovers.waiting, cast.olga)] == ["Ana"]


def test_nothing_on_the_board_hints_at_whom_a_client_knows(cast, olga):
    """Two who live together are two lines like any: no page of one is another with the other there."""

    def told():
        here(cast.olga, caseload.set_places, cast.olga, cast.idris.person_id, 9)
        paths = ("/office/caseloads/balance", f"/office/caseloads/move/{pair(cast, cast.ana, cast.mara)}")
        return [re.sub(r"value=\"[^\"]*\"", "", olga.get(path).text) for path in paths]

    alone = told()
    partner = add_person(cast.olga.practice_id, "Ana’s Partner", Role.CLIENT)
    look_after(partner, cast.vera)
    assert told() == alone
