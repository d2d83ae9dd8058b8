"""What a note may hold, and the form in which it lies in the vault."""

import json
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from uuid import UUID

from portal.core import dates
from portal.core.errors import Invalid
from portal.core.language import _
from portal.core.markdown import beginning, first_line
from portal.core.text import NOT_TEXT, can_be_kept, cut, is_one_line, shows

KIND = "entry"
LONGEST_TITLE = 200  # characters
LONGEST_BODY = 50_000  # characters
LONGEST_QUESTION = 2_000  # characters
GLIMPSE = 60  # characters: what a reader's list shows
FIRST_LINE = 160  # characters: what a list shows
HEADLINE = 60  # characters: how a note without a title is called in a sentence


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one version of a note.

    `question` is what it answers, as its writer read it, and `asked_id` the question's id where somebody asked it of
    them. Whoever reads the note sees the question too. `on_day` is the day this version belongs to; it is sealed with
    the words, so that a later day reaches nobody who was given this version, and does not count in a comparison.
    """

    title: str
    body: str
    question: str = ""
    asked_id: UUID | None = None
    on_day: date | None = field(default=None, compare=False)

    @classmethod
    def checked(cls, title: str, body: str, question: str = "", asked_id: UUID | None = None) -> Self:
        """What a person typed, if it can be a note.

        Line ends become line feeds and the title is trimmed; otherwise every sign stays as it was typed, direction
        marks among them.

        Raises:
            Invalid: empty, too long, or holding signs that are not text; `field` is "title", "body" or "question".
        """
        title = unicodedata.normalize("NFC", title).strip()
        title = title if shows(title) else ""
        body, question = _lines(body), _lines(question).strip()
        for name, text in (("title", title), ("body", body), ("question", question)):
            if not can_be_kept(text):
                raise Invalid(name, NOT_TEXT)
        if not is_one_line(title):
            raise Invalid("title", _("Please keep the title on one line."))
        if len(title) > LONGEST_TITLE:
            raise Invalid(
                "title",
                _(
                    "A title can have %(longest)s characters; this one has %(length)s.",
                    longest=LONGEST_TITLE,
                    length=len(title),
                ),
            )
        if not shows(body):
            raise Invalid("body", _("There is nothing here yet. One line is plenty."))
        if len(body) > LONGEST_BODY:
            long = _(
                "A note can have %(most)s characters; this one has %(length)s. Part of it can go into a second note.",
                most=dates.number(LONGEST_BODY),
                length=dates.number(len(body)),
            )
            raise Invalid("body", long)
        if len(question) > LONGEST_QUESTION:
            raise Invalid(
                "question",
                _(
                    "A question can have %(longest)s characters; this one is longer.",
                    longest=dates.number(LONGEST_QUESTION),
                ),
            )
        return cls(title, body, question, asked_id)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Notes kept before there were questions have none, and those from before days were sealed no day."""
        found = json.loads(data)
        asked, day = found.get("asked"), found.get("day")
        return cls(
            found["title"],
            found["body"],
            found.get("question", ""),
            UUID(asked) if asked else None,
            date.fromisoformat(day) if day else None,
        )

    def to_bytes(self) -> bytes:
        kept = {"title": self.title, "body": self.body}
        if self.question:
            kept["question"] = self.question
        if self.asked_id:
            kept["asked"] = str(self.asked_id)
        if self.on_day:
            kept["day"] = self.on_day.isoformat()
        return json.dumps(kept, ensure_ascii=False).encode()

    @property
    def first_line(self) -> str:
        """The first line with something in it, cut for a list."""
        return first_line(self.body, FIRST_LINE)

    @property
    def glimpse(self) -> str:
        """How a shared note begins, for a list: never all of it, for reading it there would count as no opening."""
        return glimpse_of(self.body)

    @property
    def headline(self) -> str:
        """What the note is called: its title, or else how it begins."""
        return self.title or cut(self.first_line, HEADLINE)


def glimpse_of(body: str) -> str:
    """How something begins, and never all of it."""
    words = beginning(body).strip()
    return cut(words.partition("\n")[0].strip(), min(GLIMPSE, len(words) // 2))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
