"""What a note may hold, and the form in which it lies in the vault."""

import json
import unicodedata
from dataclasses import dataclass
from typing import Self

from portal.core.errors import Invalid
from portal.core.text import can_be_kept, cut, is_one_line, shows

KIND = "entry"
LONGEST_TITLE = 200  # characters
LONGEST_BODY = 50_000  # characters
GLIMPSE = 60  # characters: what a reader's list shows
FIRST_LINE = 160  # characters: what a list shows
HEADLINE = 60  # characters: how a note without a title is called in a sentence
NOT_TEXT = "There is a sign in here that cannot be kept, often from pasting. Type that part again."


@dataclass(frozen=True, slots=True)
class Words:
    """The title and the body of one version of a note."""

    title: str
    body: str

    @classmethod
    def checked(cls, title: str, body: str) -> Self:
        """What a person typed, if it can be a note.

        Line ends become line feeds and the title is trimmed; otherwise every sign stays as it was typed, direction
        marks among them.

        Raises:
            Invalid: empty, too long, or holding signs that are not text; `field` is "title" or "body".
        """
        title = unicodedata.normalize("NFC", title).strip()
        title = title if shows(title) else ""
        body = body.replace("\r\n", "\n").replace("\r", "\n")
        for field, text in (("title", title), ("body", body)):
            if not can_be_kept(text):
                raise Invalid(field, NOT_TEXT)
        if not is_one_line(title):
            raise Invalid("title", "Please keep the title on one line.")
        if len(title) > LONGEST_TITLE:
            raise Invalid("title", f"A title can have {LONGEST_TITLE} characters; this one has {len(title)}.")
        if not shows(body):
            raise Invalid("body", "There is nothing here yet. One line is plenty.")
        if len(body) > LONGEST_BODY:
            said = f"A note can have {LONGEST_BODY:,} characters; this one has {len(body):,}."
            raise Invalid("body", f"{said} Part of it can go into a second note.")
        return cls(title, body)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        found = json.loads(data)
        return cls(found["title"], found["body"])

    def to_bytes(self) -> bytes:
        return json.dumps({"title": self.title, "body": self.body}, ensure_ascii=False).encode()

    @property
    def first_line(self) -> str:
        """The first line with something in it, cut for a list."""
        line = next((line.strip() for line in self.body.split("\n") if line.strip()), "")
        return cut(line, FIRST_LINE)

    @property
    def glimpse(self) -> str:
        """How a shared note begins, for a list: never all of it, for reading it there would count as no opening."""
        return cut(self.first_line, min(GLIMPSE, len(self.body.strip()) // 2))

    @property
    def headline(self) -> str:
        """What the note is called: its title, or else how it begins."""
        return self.title or cut(self.first_line, HEADLINE)
