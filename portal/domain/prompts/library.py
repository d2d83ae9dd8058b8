"""The library of questions: a file with an edition, read once, and refused whole when anything in it is not right."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from portal.core.errors import PortalError
from portal.core.language import from_file
from portal.core.phrases import Phrases
from portal.core.text import can_be_kept, is_one_line, shows

OURS = Path(__file__).parents[2] / "assets" / "prompts.json"
FORMAT = 1
LONGEST = 280  # characters of a question
LONGEST_LINE = 280  # characters of anything that stands beside one
MOST_FOLLOW_UPS = 3
DEEP = 3  # of depths 1 to 3: chosen or asked by a therapist, never suggested
ABUSE_RISK = "abuse_risk"
RISKS = frozenset({ABUSE_RISK, "acute_crisis", "recent_trauma", "dissociation"})
FRAMEWORKS = frozenset(
    {"gottman", "eft", "nvc", "act", "dbt_interpersonal", "craft_invitational", "expressive_writing"}
    | {"self_compassion", "smart"}
)
SAYS = frozenset(
    {"slug", "version", "topic", "text", "follow_ups", "why", "depth", "minutes", "solo_ok", "contraindications"}
    | {"safety_note", "framework", "evidence"}
)
_PLACE = UUID("6f2c7b0e-94d1-4a3e-8f57-1f0a4f6c2b9d")  # below it lie the ids in the file, which nobody is shown
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TOPIC = re.compile(r"[a-z]+(_[a-z]+)*")


class BadLibrary(PortalError):
    """The file of questions cannot be used; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme, with a line on what it is about."""

    id: str
    name: str
    lead: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known about it. A person's own, or a therapist's, may have nothing but its text.

    `risks` are states in which it does more harm than good; `solo_ok`: it works when nobody else takes part.
    """

    id: UUID
    text: str
    topic: str = ""
    follow_ups: tuple[str, ...] = ()
    why: str = ""
    depth: int = 1
    minutes: int = 5
    solo_ok: bool = True
    risks: frozenset[str] = frozenset()
    safety_note: str = ""
    slug: str = ""
    version: int = 1
    framework: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """All of it, in the order of the file."""

    edition: str
    topics: tuple[Topic, ...]
    questions: Mapping[UUID, Question]

    def about(self, topic: str) -> list[Question]:
        return [question for question in self.questions.values() if question.topic == topic]

    def made_from(self, slug: str) -> Question | None:
        return next((question for question in self.questions.values() if question.slug == slug), None)

    def is_unchanged(self, slug: str, text: str) -> bool:
        """Whether these words are the question's own, in any language."""
        return text in _in_every_language(slug)

    def of(self, person_id: UUID) -> "Library":
        """The same in the language of whoever is answered, and with other ids, this person's alone.

        An id stands in addresses, and a telephone remembers them.
        """
        own = [replace(_said(question), id=uuid5(person_id, question.slug)) for question in self.questions.values()]
        topics = tuple(Topic(one.id, str(from_file(one.name)), str(from_file(one.lead))) for one in self.topics)
        return replace(self, topics=topics, questions={question.id: question for question in own})


def _said(question: Question) -> Question:
    """What is answered or given keeps the words that stood there then; a question of the library says them anew."""
    return replace(
        question,
        text=str(from_file(question.text)),
        follow_ups=tuple(str(from_file(text)) for text in question.follow_ups),
        why=str(from_file(question.why)),
        safety_note=str(from_file(question.safety_note)),
    )


@cache
def _in_every_language(slug: str) -> Phrases:
    known = _ours().made_from(slug)
    return Phrases([from_file(known.text)] if known else [])


def library(person_id: UUID) -> Library:
    """The questions that Harbour brings along, as this person finds them."""
    return _ours().of(person_id)


@cache
def _ours() -> Library:
    return read(OURS)


def read(path: Path) -> Library:
    """A library from its file.

    Raises:
        BadLibrary: anything in it is not as it has to be. Half of a library would hide what is wrong with it.
    """
    try:
        return _library(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadLibrary(f"{path} cannot be used as a library of questions: {problem!r}") from problem


def _library(said: dict[str, Any]) -> Library:
    if said["format"] != FORMAT:
        raise ValueError(f"it has format {said['format']!r}; this program reads {FORMAT}")
    topics = tuple(
        Topic(_matching(_TOPIC, part["id"]), _line(part["name"]), _line(part["lead"])) for part in said["topics"]
    )
    known = {topic.id for topic in topics}
    if len(known) != len(topics):
        raise ValueError("a theme stands there twice")
    questions: dict[UUID, Question] = {}
    for part in said["prompts"]:
        question = _question(part, known)
        if question.id in questions:
            raise ValueError(f"{question.slug} stands there twice")
        questions[question.id] = question
    if empty := known - {question.topic for question in questions.values()}:
        raise ValueError(f"nothing stands under {sorted(empty)}")
    return Library(_line(said["edition"]), topics, questions)


def _question(said: dict[str, Any], topics: set[str]) -> Question:
    if said.keys() != SAYS:
        raise ValueError(f"{said.get('slug')}: one of {sorted(said.keys() ^ SAYS)} is lacking or too many")
    slug = _matching(_SLUG, said["slug"])
    follow_ups = tuple(_line(text) for text in _list(said["follow_ups"]))
    risks = frozenset(_list(said["contraindications"]))
    question = Question(
        id=uuid5(_PLACE, slug),
        text=_line(said["text"], LONGEST),
        topic=said["topic"],
        follow_ups=follow_ups,
        why=_line(said["why"]),
        depth=_number(said["depth"], 1, DEEP),
        minutes=_number(said["minutes"], 1, 60),
        solo_ok=said["solo_ok"],
        risks=risks,
        safety_note=_line(said["safety_note"]) if said["safety_note"] else "",
        slug=slug,
        version=_number(said["version"], 1, 9999),
        framework=said["framework"],
        evidence=tuple(_line(text) for text in _list(said["evidence"])),
    )
    wrong = {
        "its theme is none of those above": question.topic not in topics,
        "there are too many follow-ups": len(follow_ups) > MOST_FOLLOW_UPS,
        "a contraindication is unknown": not risks <= RISKS,
        "a contraindication goes without a safety note": bool(risks) and not question.safety_note,
        "solo_ok is neither true nor false": not isinstance(question.solo_ok, bool),
        "what needs the other person carries abuse_risk": question.solo_ok is False and ABUSE_RISK not in risks,
        "the framework is unknown": question.framework not in FRAMEWORKS | {""},
    }
    if found := [sentence for sentence, is_wrong in wrong.items() if is_wrong]:
        raise ValueError(f"{slug}: {found[0]}")
    return question


def _line(text: Any, most: int = LONGEST_LINE) -> str:
    if not isinstance(text, str) or not shows(text) or not is_one_line(text) or not can_be_kept(text):
        raise ValueError(f"{text!r} is no line of text")
    if len(text) > most:
        raise ValueError(f"{text!r} has more than {most} characters")
    return text


def _list(said: Any) -> list[Any]:
    if not isinstance(said, list):
        raise ValueError(f"{said!r} is no list")  # noqa: TRY004 - one kind of refusal for whatever is in the file
    return said


def _number(said: Any, least: int, most: int) -> int:
    if type(said) is not int or not least <= said <= most:
        raise ValueError(f"{said!r} is no whole number from {least} to {most}")
    return said


def _matching(shape: re.Pattern[str], said: Any) -> str:
    if not isinstance(said, str) or not shape.fullmatch(said):
        raise ValueError(f"{said!r} is no name that can be used")
    return said
