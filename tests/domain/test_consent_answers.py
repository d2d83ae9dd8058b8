"""Answers to a therapist's questions under a standing consent: to whoever asked, as they are written, and no others."""

from datetime import timedelta

import pytest
import time_machine

from portal.core.actor import Role
from portal.core.clock import now
from portal.domain import caseload, consent, factors, goals, journal, mood, prompts, vault
from tests.acts import at_work, audience, edit, read_by, share, stop, therapist_of, write
from tests.cast import add_person


def do(verb, actor, *args, **more):
    with at_work(actor):
        return verb(actor, *args, **more)


def ask(therapist, client, text="What would you like to keep?"):
    return do(prompts.ask, therapist, client.person_id, text)


def answer(client, asked_id, body="An answer.", **more):
    return write(
        client, body, question="What would you like to keep?", asked_id=asked_id, **{"as_agreed": True, **more}
    )


def give(client, reader, what="answers", last=30, **more):
    do(consent.give_stream, client, reader.person_id, what, last, **more)


def opened(reader):
    """The items that are open to somebody, of whatever kind."""
    with at_work(reader):
        return set(vault.all_ids(reader.keys, but=[factors.KIND]))


def test_an_answer_opens_to_who_asked_and_to_nobody_else_and_nothing_else_does(sam, mara):
    idris = therapist_of(sam, "Idris Bello")
    by_mara, by_idris = ask(mara, sam), ask(idris, sam)
    library = next(iter(prompts.library(sam.person_id).questions))
    before = answer(sam, by_mara, "Before.")
    asks_of_mara = opened(mara)
    give(sam, mara)
    private = [before, write(sam, "A note.", as_agreed=True), answer(sam, library), answer(sam, by_idris)]
    private.append(answer(sam, by_mara, "Kept back.", as_agreed=False))
    said = answer(sam, by_mara, "For Mara.", margin=journal.Margin(("mine",)))
    assert [read_by(mara, note) for note in (*private, said)] == [None] * 5 + ["For Mara."]
    assert [read_by(idris, note) for note in (*private, said)] == [None] * 6
    assert len(opened(mara) - asks_of_mara) == 1  # the words, and nothing that stands beside them
    assert do(consent.streams, sam)[0].words == "Your answers to their questions"
    assert [access.name for access in audience(sam, said)] == ["Mara Lindqvist"]
    assert do(journal.answer_goes_to, sam, by_mara) == "Mara Lindqvist"
    assert [do(journal.answer_goes_to, sam, one) for one in (by_idris, library, None)] == [None] * 3


def test_a_later_version_takes_the_place_of_one_that_is_open_and_opens_nothing_new(sam, mara):
    asked_id = ask(mara, sam)
    before = answer(sam, asked_id, "Before.", as_agreed=False)
    give(sam, mara)
    said = answer(sam, asked_id, "Once.")
    do(journal.edit, sam, before, 1, "Corrected.", as_agreed=True)
    do(journal.edit, sam, said, 1, "Twice.", as_agreed=True)
    assert [read_by(mara, note) for note in (before, said)] == [None, "Twice."]
    assert len(opened(mara)) == 2  # the question, and one version
    edit(sam, said, 2, "Not for her.")
    assert (read_by(mara, said), do(journal.answer_open_to, sam, said)) == ("Twice.", None)
    do(journal.edit, sam, said, 3, "Nor is this.", as_agreed=True)
    assert read_by(mara, said) == "Twice."
    stop(sam, said, mara)
    do(journal.edit, sam, said, 4, "Closed.", as_agreed=True)
    assert read_by(mara, said) is None


def test_the_button_pressed_last_says_whether_an_answer_sent_twice_is_open(sam, mara):
    asked_id, plain = ask(mara, sam), write(sam, "Answers nobody.")
    give(sam, mara)
    said = answer(sam, asked_id)
    for as_agreed, read in ((False, None), (True, "An answer.")):
        assert answer(sam, asked_id, entry_id=said, as_agreed=as_agreed) == said
        assert read_by(mara, said) == read
    assert answer(sam, asked_id, "Answers nobody.", entry_id=plain) == plain
    assert read_by(mara, plain) is None


def test_also_the_last_days_are_of_that_therapists_questions_alone(sam, mara):
    idris = therapist_of(sam, "Idris Bello")
    by_mara, by_idris = ask(mara, sam), ask(idris, sam)
    days = [do(today, sam) - timedelta(days=ago) for ago in (31, 30, 3)]
    notes = [answer(sam, by_mara, on_day=day, as_agreed=False) for day in days]
    notes += [answer(sam, by_idris, as_agreed=False), write(sam)]
    give(sam, mara, earlier=True)
    assert [read_by(mara, note) is not None for note in notes] == [False, True, True, False, False]


def today(_actor):
    return now().date()


@pytest.mark.parametrize("how", ["ended", "paused", "by date", "off the caseload", "stopped for everything"])
def test_it_ends_with_all_that_came_by_it(sam, mara, how):
    asked_id = ask(mara, sam)
    give(sam, mara)
    said = answer(sam, asked_id)
    assert read_by(mara, said) == "An answer."
    with time_machine.travel(now() + timedelta(days=40 if how == "by date" else 0)):
        if how == "ended":
            do(consent.end_stream, sam, mara.person_id, "answers")
        elif how == "paused":
            do(consent.pause, sam)
        elif how == "stopped for everything":
            do(consent.stop_person, sam, mara.person_id)
        elif how == "off the caseload":
            end_looking_after(sam)
        later = answer(sam, asked_id)
        assert [read_by(mara, note) for note in (said, later)] == [None, None]
        assert do(consent.streams, sam) == []
        assert do(consent.paused_streams, sam) == [] or how == "paused"


def end_looking_after(client):
    olga = add_person(client.practice_id, "Olga", Role.ADMIN)
    with at_work(olga):
        caseload.end(olga, next(one.id for one in caseload.pairings(olga) if one.therapist == "Mara Lindqvist"))


def test_only_what_is_ticked_begins_again_after_a_pause_and_just_as_it_was(sam, mara):
    """Words stay closed where only the level was open; a rule begins with what lay under it, nothing written since."""
    asked_id, note = ask(mara, sam), write(sam, "Shared.")
    one, both = (do(mood.check_in, sam, 2, mood.Words("A line.")) for _ in range(2))
    for thing_id, beside in ((note, False), (one, False), (both, True)):
        do(consent.share, sam, thing_id, mara.person_id, beside=beside)
    give(sam, mara, "levels")
    give(sam, mara)
    said, level = answer(sam, asked_id), do(mood.check_in, sam, 3, mood.Words("Never open."))
    before = opened(mara)
    do(consent.pause, sam)
    meanwhile = [answer(sam, asked_id, "Meanwhile."), do(mood.check_in, sam, 4)]
    things = {(place.place.thing_id, place.place.reader_id) for place in do(consent.paused, sam)}
    rules = {(one.what, one.reader_id) for one in do(consent.paused_streams, sam)}
    assert things == {(thing_id, mara.person_id) for thing_id in (note, one, both)}
    assert rules == {(what, mara.person_id) for what in ("answers", "levels")}
    do(consent.resume, sam, things, rules)
    assert opened(mara) == before
    assert do(consent.paused_streams, sam) == []
    assert read_by(mara, meanwhile[0]) is None
    later = answer(sam, asked_id, "Later.")
    assert [read_by(mara, entry_id) for entry_id in (said, later)] == ["An answer.", "Later."]
    do(consent.pause, sam)
    do(journal.delete_entry, sam, later)
    do(consent.resume, sam, (), rules)
    do(journal.bring_back, sam, later)
    assert [read_by(mara, entry_id) for entry_id in (said, later)] == ["An answer.", None]
    third = answer(sam, asked_id, "Third.")
    do(consent.pause, sam)
    do(journal.delete_entry, sam, third)
    do(journal.bring_back, sam, third)
    do(consent.resume, sam, (), rules)
    assert [read_by(mara, entry_id) for entry_id in (said, third)] == ["An answer.", None]
    share(sam, one, mara)
    do(consent.pause, sam)
    do(consent.resume, sam, {(one, mara.person_id)}, {("levels", mara.person_id)})
    with at_work(mara):
        words = [consent.read_shared(mara, checkin).shown.words for checkin in (one, level)]
    assert words == [None, None]
    assert read_by(mara, said) is None
    assert [stream.what for stream in do(consent.streams, sam)] == ["levels"]


def test_what_has_come_to_its_end_or_lost_its_reader_does_not_begin_again(sam, mara):
    idris = therapist_of(sam, "Idris Bello")
    give(sam, idris, last=2)
    give(sam, mara)
    do(consent.pause, sam)
    rules = {("answers", one.person_id) for one in (mara, idris)}
    with time_machine.travel(now() + timedelta(days=5)):
        do(consent.resume, sam, (), rules)
        assert [stream.name for stream in do(consent.streams, sam)] == ["Mara Lindqvist"]
        do(consent.pause, sam)
        end_looking_after(sam)
        assert do(consent.paused_streams, sam) == []


def test_a_number_of_a_goal_opens_with_the_goal_and_never_alone(sam, mara):
    """A goal from before opens when it is next written by a form that says so; a tick opens nothing that was closed."""
    old = do(goals.write, sam, goals.Words.checked("Before", "", "yes", "", "", None))
    do(goals.look, sam, old, 2)
    step = do(goals.add_step, sam, old, "A step")
    with time_machine.travel(now() + timedelta(days=60)):
        do(goals.look, sam, old, 3)
        give(sam, mara, "goals", earlier=True)
        assert opened(mara) == set()  # of the last days is a number alone: its goal is older
        do(goals.look, sam, old, 4)
        do(goals.tick, sam, old, step, done=True)
        assert opened(mara) == set()
        assert do(consent.covered_with, sam, goals.RATING_KIND, old) == []
        do(goals.add_step, sam, old, "Another")
        assert len(opened(mara)) == 1
        assert do(consent.covered_with, sam, goals.RATING_KIND, old) == ["Mara Lindqvist"]
        do(goals.look, sam, old, 5)
        do(goals.tick, sam, old, step, done=False)
        assert len(opened(mara)) == 3
        stop(sam, old, mara)
        assert opened(mara) == set()  # the numbers have closed with the goal
        do(goals.look, sam, old, 6)
        assert opened(mara) == set()


def test_the_form_of_an_answer_says_who_reads_it_and_one_tap_keeps_it_private(sam, mara, as_):
    asked_id, browser, desk = ask(mara, sam), as_(sam), as_(mara)
    assert "Save and share with" not in browser.get(f"/notes/new?question={asked_id}").text
    form = browser.get(f"/sharing/from-now-on/{mara.person_id}").form("Open it to Mara")
    assert "Your answers to their questions" in form.fill(what="answers").press("Open it to Mara").words
    assert "It opens to Mara when you save it" in browser.get(f"/questions/{asked_id}").words
    page = browser.get(f"/notes/new?question={asked_id}")
    assert "Goes to Mara when you save" in page.words
    assert "Mara reads this answer when you save it" in page.words
    kept = page.form("Keep this one private").fill(body="Mine alone.").press("Keep this one private")
    assert "Only you can read this" in kept.words
    page = browser.get(f"/notes/new?question={asked_id}").form("Save and share").fill(body="For you.")
    page = page.press("Save and share with Mara")
    assert "Mara can open this from now on" in page.words
    told = desk.get("/desk/inbox").words
    assert ("For y" in told, "Mine" in told) == (True, False)
    edit_page = page.follow("Change").form("Save and show Mara the new version").fill(body="And more.")
    page = edit_page.press("Save and show Mara the new version")
    assert "You and Mara can read this" in page.words
    page = page.follow("Change").form("Keep the new version private").fill(body="Less.")
    assert "(earlier version)" in page.press("Keep the new version private").words
    browser.get("/sharing").form("Pause everything").press("Pause everything")
    paused = browser.get("/sharing").follow("Choose what opens again")
    form = paused.form("Open what is ticked").fill(rule=f"answers {mara.person_id}")
    assert "open again" in form.press("Open what is ticked").words
    assert "Your answers to their questions" in browser.get("/sharing/from-now-on").words
