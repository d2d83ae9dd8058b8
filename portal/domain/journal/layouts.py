"""Layouts: beginnings a client makes for notes of their own. Sealed like the notes, and shown to nobody else."""

import json
import unicodedata
from dataclasses import dataclass
from typing import Self
from uuid import UUID, uuid4

from portal.core import dates
from portal.core.actor import Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.language import _
from portal.core.text import NOT_TEXT, can_be_kept, is_one_line, shows
from portal.domain import drafts, vault
from portal.domain.access import hold, writable
from portal.models.journal import Layout as Row

KIND = "layout"
LONGEST_NAME = 80  # characters
LONGEST_TEXT = 10_000  # characters
MOST = 30  # layouts a person can have


@dataclass(frozen=True, slots=True)
class Layout:
    """A name to choose it by, and the text a note begins with."""

    id: UUID
    version: int
    name: str
    text: str

    @classmethod
    def checked(cls, layout_id: UUID, version: int, name: str, text: str) -> Self:
        """What a person typed, if it can be a layout.

        Raises:
            Invalid: empty, too long, or holding signs that are not text; `field` is "name" or "text".
        """
        name = unicodedata.normalize("NFC", name).strip()
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        for field, said, longest in (("name", name, LONGEST_NAME), ("text", text, LONGEST_TEXT)):
            if not can_be_kept(said):
                raise Invalid(field, NOT_TEXT)
            if not shows(said):
                raise Invalid(field, _("There is nothing here yet. A word or two is plenty."))
            if len(said) > longest:
                raise Invalid(
                    field,
                    _(
                        "This can have %(longest)s characters; it has %(length)s.",
                        longest=dates.number(longest),
                        length=dates.number(len(said)),
                    ),
                )
        if not is_one_line(name):
            raise Invalid("name", _("Please keep the name on one line."))
        return cls(layout_id, version, name, text)

    @classmethod
    def opened(cls, row: Row, data: bytes) -> Self:
        found = json.loads(data)
        return cls(row.id, row.version, found["name"], found["text"])

    def to_bytes(self) -> bytes:
        return json.dumps({"name": self.name, "text": self.text}, ensure_ascii=False).encode()


class LayoutChanged(Conflict):
    """The layout was changed elsewhere meanwhile. Nothing is kept; `kept` is how it is now."""

    def __init__(self, kept: Layout) -> None:
        super().__init__(_("This layout was changed in another window."))
        self.kept = kept


def layouts(actor: Actor) -> list[Layout]:
    """The client's own, the one made first on top."""
    rows = db.session.scalars(writable(Row, actor).order_by(Row.made_at, Row.id).limit(MOST)).all()
    texts = vault.latest_readable(actor.unlocked(), [row.id for row in rows]) if rows else {}
    return [Layout.opened(row, texts[row.id].data) for row in rows if row.id in texts]


def read_layout(actor: Actor, layout_id: UUID) -> Layout:
    """One of them.

    Raises:
        NotFound: no such layout, not theirs, or from before they began anew.
    """
    row = hold(Row, actor, layout_id)
    text = vault.latest_readable(actor.unlocked(), [row.id]).get(row.id)
    if text is None:
        raise NotFound(layout_id)
    return Layout.opened(row, text.data)


def make_layout(actor: Actor, name: str, text: str, layout_id: UUID | None = None) -> UUID:
    """Keep a new layout.

    Args:
        actor: a client, with keys.
        name: up to 80 characters.
        text: up to 10,000 characters.
        layout_id: made when the form was shown: sent twice, it is one layout.

    Raises:
        Invalid: name or text cannot be kept, or there are thirty already.
        LayoutChanged: this id is one of theirs, and says something else.
        NotFound: this id is somebody else's.
    """
    if actor.role is not Role.CLIENT:
        raise Forbidden
    layout = Layout.checked(layout_id or uuid4(), 1, name, text)
    there = writable(Row, actor).where(Row.id != layout.id).with_only_columns(Row.id).limit(MOST)
    if len(db.session.scalars(there).all()) == MOST:
        raise Invalid("name", _("There are %(most)s layouts already. One of them can make room.", most=MOST))
    row = Row(id=layout.id, practice_id=actor.practice_id, client_id=actor.person_id, version=1)
    if not add_new(row):
        change_layout(actor, layout.id, 0, name, text)
        return layout.id
    vault.write(actor.unlocked(), KIND, layout.to_bytes(), layout.id)
    return layout.id


def change_layout(actor: Actor, layout_id: UUID, base_version: int, name: str, text: str) -> None:
    """Let a layout say something else. Notes that began with it stay as they are.

    Args:
        actor: its maker, with keys.
        layout_id: theirs.
        base_version: the version that stood on the page.
        name: as in `make_layout`.
        text: as in `make_layout`.

    Raises:
        NotFound: as in `read_layout`.
        Invalid: name or text cannot be kept.
        LayoutChanged: it was changed since that version.
    """
    row = hold(Row, actor, layout_id)
    kept = read_layout(actor, layout_id)
    typed = Layout.checked(layout_id, row.version, name, text)
    if typed == kept:
        return
    if base_version != row.version:
        raise LayoutChanged(kept)
    row.version += 1
    db.session.flush()
    vault.drop(actor.unlocked(), layout_id)
    vault.write(actor.unlocked(), KIND, typed.to_bytes(), layout_id, row.version)


def remove_layout(actor: Actor, layout_id: UUID) -> None:
    """Take a layout away for good.

    Raises:
        NotFound: no such layout, or not theirs.
    """
    row = hold(Row, actor, layout_id)
    vault.forget([row.id])
    drafts.forget(actor, [row.id])
    db.session.delete(row)
    db.session.flush()
