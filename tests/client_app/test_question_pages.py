"""The client's questions on the page: what is offered, one question, putting away, one's own, and nothing told."""

from uuid import uuid4

import pytest

from portal.domain import journal, prompts
from portal.domain.prompts import library
from portal.domain.prompts.library import OURS, read
from tests.acts import at_work


def do(verb, actor, *args, **more):
    with at_work(actor):
        return verb(actor, *args, **more)


def some(actor, topic="self_care"):
    return library(actor.person_id).about(topic)[0]


def cards(page):
    return [part for part in page.tree.iter("section") if "prompt" in part.get("class", "").split()]


def test_on_a_first_day_three_are_offered_and_every_theme_can_be_looked_at(sam, as_):
    page = as_(sam).get("/questions")
    assert page.title == "Questions"
    assert "Only you can read this" in page.words
    offered = [one.question.text for one in do(prompts.shelf, sam).suggested]
    assert len(offered) == 3
    assert all(text in page.words for text in offered)
    assert all(topic.name in page.words for topic in library(sam.person_id).topics)
    assert cards(page) == []


def test_a_theme_lists_its_questions_and_its_address_does_not_name_it(sam, as_):
    browser = as_(sam)
    page = browser.get("/questions").follow("Boundaries")
    assert (page.title, page.path) == ("Questions", "/p/elm/questions?theme=4")
    assert all(question.text in page.words for question in library(sam.person_id).about("boundaries"))
    do(prompts.avoid_risk, sam, avoid=True)
    page = browser.get("/questions?theme=4")
    for question in library(sam.person_id).about("boundaries"):
        assert (question.text in page.words) != ("abuse_risk" in question.risks)


@pytest.mark.parametrize("theme", ["0", "-1", "99", "x", "9999999999999999", ""])
def test_a_theme_there_is_not_gives_the_whole_page(sam, as_, theme):
    assert "By theme" in as_(sam).get(f"/questions?theme={theme}").words


def test_an_empty_theme_says_so(sam, as_):
    for question in library(sam.person_id).about("needs"):
        do(prompts.refuse, sam, question.id)
    assert "Nothing is left in this theme." in as_(sam).get("/questions?theme=2").words


def test_a_question_says_why_and_warns_where_it_may_hurt(sam, as_):
    risky = next(question for question in library(sam.person_id).questions.values() if "abuse_risk" in question.risks)
    page = as_(sam).get(f"/questions/{risky.id}")
    assert page.title == "Questions"
    assert risky.text in page.words
    assert risky.safety_note in page.words
    assert risky.why in page.words
    assert f"/notes/new?question={risky.id}" in page.links["Write about this"]


def test_why_it_is_offered_is_told_on_demand(sam, as_):
    browser = as_(sam)
    page = browser.get("/questions")
    page = page.form("Keep, only for me").fill(topics=["support"]).press("Keep, only for me")
    assert "Kept, only for you." in page.words
    [first, *_] = do(prompts.shelf, sam).suggested
    page = page.follow(first.question.text)
    assert "It is offered today: You chose the theme “People and support”." in page.words


@pytest.mark.parametrize(
    ("button", "said", "heading"),
    [
        ("Set aside", "Set aside. You can come back to it, or not.", "Set aside"),
        ("Not this one", "This one is not offered again.", "Not this one"),
    ],
)
def test_a_question_is_put_away_and_brought_back(sam, as_, button, said, heading):
    question = some(sam)
    page = as_(sam).get(f"/questions/{question.id}").form(button).press(button)
    assert said in page.words
    assert f"Put away {heading} {question.text}" in page.words
    page = page.follow(question.text).form("Bring it back").press("Bring it back")
    assert "It is back." in page.words
    assert "Put away" not in as_(sam).get("/questions").words


def test_not_this_week_is_one_press(sam, as_):
    page = as_(sam).get(f"/questions/{some(sam).id}").form("Not this week").press("Not this week")
    assert "Quiet for a week. Nobody is told." in page.words


def test_after_an_answer_one_tap_says_whether_it_helped(sam, as_):
    question, browser = some(sam), as_(sam)
    assert "Did this question help?" not in browser.get(f"/questions/{question.id}").words
    do(prompts.answered, sam, question.id)
    page = browser.get(f"/questions/{question.id}")
    assert "One tap, only if you like." in page.words
    page = page.form("A little").press("A little")
    assert "You said: A little." in page.words
    page = browser.post(f"/questions/{question.id}/helped", {"csrf_token": browser.token(), "helped": "a lot"})
    assert "You said: A little." in page.words


def test_a_question_of_ones_own_is_kept_worded_anew_and_removed(sam, as_):
    browser = as_(sam)
    page = browser.get("/questions")
    form = next(form for form in page.forms if "text" in form.names).fill(text="What did I plant?")
    page = form.press("Keep, only for me")
    form.press("Keep, only for me")  # sent twice
    assert page.words.count("What did I plant?") == 1
    page = browser.get("/questions").follow("What did I plant?")
    first = page.follow("Word it anew").form("Keep, only for me")
    second = page.follow("Word it anew").form("Keep, only for me")
    assert "What grew?" in first.fill(text="What grew?").press().words
    both = second.fill(text="What fell?").press()
    assert both.status == 409
    assert "There it reads: “ What grew? ”" in both.words
    page = both.form("Keep, only for me").press()
    assert "What fell?" in page.words
    page = page.form("Remove").press("Remove")
    assert "What fell?" not in page.words


def test_words_that_cannot_be_a_question_come_back_with_a_sentence(sam, as_):
    page = as_(sam).get("/questions")
    form = next(form for form in page.forms if "text" in form.names)
    for typed, said in (("", "There is no question here yet."), ("x" * 281, "this one has 281.")):
        refused = form.fill(text=typed).press("Keep, only for me")
        assert refused.title == "Problem: Questions"
        assert said in refused.words
        assert (typed or "value") in refused.text
    own = do(prompts.add_own, sam, "Kept?")
    page = as_(sam).get(f"/questions/{own}/edit").form("Keep, only for me").fill(text=" ").press()
    assert "There is no question here yet." in page.words


def test_only_ones_own_can_be_worded_anew(sam, as_):
    for path in (f"/questions/{some(sam).id}/edit", f"/questions/{uuid4()}/edit", f"/questions/{uuid4()}"):
        assert as_(sam).get(path).status == 404


def test_an_address_of_the_library_is_one_persons_alone(sam, mara, as_):
    for others in (library(mara.person_id), read(OURS)):
        question = others.about("self_care")[0]
        assert as_(sam).get(f"/questions/{question.id}").status == 404
        assert question.text not in as_(sam).get(f"/notes/new?question={question.id}").words


def test_what_a_therapist_asks_comes_first_and_says_whose_it_is(sam, mara, as_):
    asked_id = do(prompts.ask, mara, sam.person_id, "What would you like to keep?", prompts.Rhythm(days=7))
    page = as_(sam).get("/questions")
    [card] = cards(page)
    words = " ".join("".join(card.itertext()).split())
    assert words.startswith("From Mara, every 7 days What would you like to keep?")
    assert "Your answer stays with you until you share it." in words
    page = page.follow("What would you like to keep?")
    assert "Mara is not told what you do with this question." in page.words
    page = page.form("Not this week").press("Not this week")
    assert cards(page) == []
    do(prompts.end, mara, asked_id)
    assert "What would you like to keep?" in as_(sam).get(f"/questions/{asked_id}").words


def test_hostile_words_stay_words(sam, mara, as_):
    do(prompts.ask, mara, sam.person_id, "<script>alert(1)</script> & “so”")
    page = as_(sam).get("/questions")
    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script> & “so”" in page.words


# ------------------------------------------------------------------ answering


def test_an_answer_is_a_note_that_keeps_the_question_and_one_tap_says_whether_it_helped(sam, as_):
    question, browser = some(sam), as_(sam)
    page = browser.get(f"/questions/{question.id}").follow("Write about this")
    assert question.text in page.words
    assert question.text not in page.path
    page = page.form("Keep private").fill(body="In the garden.").press("Keep private")
    assert page.title == "Note"
    assert question.text in page.words
    assert "Did this question help?" in page.words
    assert do(prompts.find, sam, question.id).mark.answered_on
    entry_id = do(journal.shelf, sam).headers[0].id
    kept = do(journal.read, sam, entry_id)
    assert (kept.question, kept.asked_id) == (question.text, None)
    assert "Did this question help?" not in browser.get(f"/notes/{entry_id}").words
    assert "You said: Yes." in page.form("Yes").press("Yes").words


def test_an_answer_to_a_therapist_names_what_was_asked(sam, mara, as_):
    asked_id = do(prompts.ask, mara, sam.person_id, "What would you like to keep?")
    page = as_(sam).get("/questions").follow("Write about this")
    assert "From Mara What would you like to keep?" in page.words
    page.form("Keep private").fill(body="The garden.").press("Keep private")
    kept = do(journal.read, sam, do(journal.shelf, sam).headers[0].id)
    assert (kept.question, kept.asked_id) == ("What would you like to keep?", asked_id)
    assert kept.question in as_(sam).get(f"/notes/{kept.id}/edit").words
    assert do(prompts.shelf, sam).asked == []


def test_the_question_stays_with_a_refused_note_and_with_a_draft(sam, as_):
    question, browser = some(sam), as_(sam)
    form = browser.get(f"/notes/new?question={question.id}").form("Keep private")
    assert question.text in form.fill(body="").press("Keep private").words
    unkept = form.fill(body="On its way.")
    assert browser.post("/drafts", unkept.values).status == 200
    page = browser.get(f"/notes/new?draft={unkept.values['entry_id'][0]}")
    assert question.text in page.words
    page.form("Keep private").press("Keep private")
    assert do(journal.read, sam, do(journal.shelf, sam).headers[0].id).question == question.text


def test_of_a_question_that_is_gone_the_words_are_kept_as_a_note(sam, as_):
    own_id, browser = do(prompts.add_own, sam, "Mine?"), as_(sam)
    form = browser.get(f"/notes/new?question={own_id}").form("Keep private")
    do(prompts.remove_own, sam, own_id)
    assert "The garden." in form.fill(body="The garden.").press("Keep private").words
    assert browser.get(f"/notes/new?question={uuid4()}").status == 200
    assert browser.get("/notes/new?question=no-id").status == 200
