"""The library of questions: what Harbour brings along is whole and kind, and a file that is not is refused."""

import copy
import json
from uuid import UUID, uuid4

import pytest

from portal.core.language import speaking
from portal.domain import prompts
from portal.domain.prompts import library
from portal.domain.prompts.library import ABUSE_RISK, OURS, BadLibrary, read
from tests.templates.test_words import unkind

TOPICS = {
    "communication",
    "needs",
    "own_part",
    "boundaries",
    "self_care",
    "support",
    "letting_off_steam",
    "after_an_argument",
    "noticing_the_good",
    "revisiting",
}
NOBODY = UUID(int=0)
SPEAKS_UP = {  # urges an open talk, an invitation, or to look for one's own fault
    "softer-first-line",
    "ask-for-one-thing",
    "calm-sentence",
    "mend-my-side",
    "good-moment",
    "light-invitation",
    "answer-i-fear",
    "the-round-we-go",
    "defending-myself",
    "one-line-of-mine",
}


def test_there_are_at_least_sixty_questions_and_five_for_each_theme():
    assert len(library(NOBODY).questions) >= 60
    assert {topic.id for topic in library(NOBODY).topics} == TOPICS
    for topic in TOPICS:
        assert len(library(NOBODY).about(topic)) >= 5, topic


def test_no_question_uses_a_word_that_blames_or_hurries():
    for question in library(NOBODY).questions.values():
        said = " ".join((question.text, *question.follow_ups, question.why, question.safety_note))
        assert unkind(f"<p>{said}</p>") == [], question.slug


def test_what_urges_an_open_talk_carries_its_risk_and_says_why():
    flagged = {question.slug for question in library(NOBODY).questions.values() if ABUSE_RISK in question.risks}
    assert flagged == SPEAKS_UP
    assert all(question.safety_note for question in library(NOBODY).questions.values() if question.risks)


def test_a_question_keeps_its_id_whatever_its_wording_becomes(tmp_path):
    said = json.loads(OURS.read_text("utf-8"))
    said["prompts"][0] |= {"text": "Worded anew?", "version": 2}
    changed = read(kept(tmp_path, said))
    assert list(changed.of(NOBODY).questions) == list(library(NOBODY).questions)
    assert next(iter(changed.questions.values())).version == 2


def test_an_id_is_one_persons_alone_so_that_an_address_does_not_tell_which_question():
    one, other = library(NOBODY), library(uuid4())
    assert [question.slug for question in one.questions.values()] == [x.slug for x in other.questions.values()]
    assert not one.questions.keys() & (other.questions.keys() | read(OURS).questions.keys())


def kept(folder, said):
    path = folder / "prompts.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


BROKEN = {
    "too long": lambda said: said["prompts"][3].update(text="x" * 281),
    "empty": lambda said: said["prompts"][3].update(text=" "),
    "two lines": lambda said: said["prompts"][3].update(text="One\ntwo?"),
    "a sign that is no text": lambda said: said["prompts"][3].update(why="bell \x07"),
    "four follow-ups": lambda said: said["prompts"][3].update(follow_ups=["a?"] * 4),
    "follow-ups that are no list": lambda said: said["prompts"][3].update(follow_ups="Why?"),
    "no reason": lambda said: said["prompts"][3].update(why=""),
    "an unknown theme": lambda said: said["prompts"][3].update(topic="sport"),
    "a theme of another shape": lambda said: said["prompts"][3].update(topic=["needs"]),
    "a depth of four": lambda said: said["prompts"][3].update(depth=4),
    "a depth that is no number": lambda said: said["prompts"][3].update(depth=True),
    "no minutes": lambda said: said["prompts"][3].update(minutes=0),
    "solo_ok is a word": lambda said: said["prompts"][3].update(solo_ok="yes"),
    "needs the other person, without the flag": lambda said: said["prompts"][0].update(solo_ok=False),
    "an unknown contraindication": lambda said: said["prompts"][3].update(contraindications=["mondays"]),
    "a risk without a note": lambda said: said["prompts"][0].update(contraindications=["abuse_risk"], safety_note=""),
    "an unknown framework": lambda said: said["prompts"][3].update(framework="astrology"),
    "a field too many": lambda said: said["prompts"][3].update(colour="red"),
    "a field too few": lambda said: said["prompts"][3].pop("evidence"),
    "a slug with spaces": lambda said: said["prompts"][3].update(slug="My Slug"),
    "a slug twice": lambda said: said["prompts"].append(copy.deepcopy(said["prompts"][0])),
    "a theme twice": lambda said: said["topics"].append(said["topics"][0]),
    "a theme with nothing in it": lambda said: said["topics"].append(
        {"id": "sport", "name": "Sport", "lead": "Sport."}
    ),
    "another format": lambda said: said.update(format=2),
    "no format": lambda said: said.pop("format"),
    "questions that are no list": lambda said: said.update(prompts=7),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_file_with_one_fault_is_refused_whole(tmp_path, fault):
    said = json.loads(OURS.read_text("utf-8"))
    BROKEN[fault](said)
    with pytest.raises(BadLibrary):
        read(kept(tmp_path, said))


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"prompts"'])
def test_what_is_no_library_at_all_is_refused(tmp_path, content):
    path = tmp_path / "prompts.json"
    path.write_text(content)
    with pytest.raises(prompts.BadLibrary):
        prompts.read(path)


def test_a_file_that_is_not_there_or_not_utf_8_is_refused(tmp_path):
    (tmp_path / "latin.json").write_bytes('{"format": "ä"}'.encode("latin-1"))
    for name in ("absent.json", "latin.json"):
        with pytest.raises(BadLibrary):
            read(tmp_path / name)


def test_a_question_is_said_in_the_language_of_whoever_is_answered(house):
    with house.app_context(), speaking("de"):
        said = library(NOBODY)
    assert said.topics[0].name == "Miteinander reden"
    assert {question.text for question in said.questions.values()}.isdisjoint(
        {question.text for question in read(OURS).questions.values()}
    )
