"""Changing what holds in a practice: checked, one group at a time, and never over another admin's change."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.core.actor import Actor, Role
from portal.core.db import add_new, db
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.language import _, installed
from portal.domain.audit import Event, record
from portal.domain.settings.here import KEPT, PracticeSettings, from_row, hold
from portal.domain.settings.rules import checked
from portal.models.settings import Settings as Row


def keep(admin: Actor, version: int, **changes: Any) -> PracticeSettings:
    """Change some settings.

    Args:
        admin: who says so.
        version: of the settings they saw; 0 where nothing had been changed yet.
        changes: fields of PracticeSettings.

    Returns:
        what holds from now on, on every page and every node.

    Raises:
        Conflict: another admin changed something since.
        Invalid: on the field of that name.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    said = {name: checked(name, value) for name, value in changes.items()}
    row = begin_change(admin, version)
    before = _plain(row)
    changed = {name: value for name, value in said.items() if getattr(before, name) != value}
    for name, value in changed.items():
        setattr(row, name, as_kept(name, value))
    after = end_change(row, has_changed=bool(changed))
    for name in changed:
        was, is_now = _code(before, name), _code(after, name)
        record(admin, Event.SETTING_CHANGED, admin.practice_id, setting=name, was=was, now=is_now)
    return after


def led_by(language: str) -> tuple[str, ...]:
    """All languages there are, this one first: what a new practice offers.

    Raises:
        Invalid: on `language`, there is no such one.
    """
    if language not in installed():
        raise Invalid("language", _("Choose one of these."))
    return tuple(dict.fromkeys((language, *installed())))


def begin_in(practice_id: UUID, language: str) -> None:
    """What a new practice begins with, inside the unit of work that makes it; nothing has been changed yet.

    Raises:
        Invalid: on `language`, there is no such one.
    """
    languages = led_by(language)
    first = PracticeSettings()
    if languages[0] != first.languages[0]:
        db.session.add(_new(practice_id, replace(first, languages=languages)))
        db.session.flush()


def begin_change(admin: Actor, version: int) -> Row:
    """The row, locked, when it still is what the admin saw.

    Raises:
        Conflict: another admin changed something since.
    """
    row = _locked(admin)
    if row.version != version:
        raise Conflict
    return row


def end_change(row: Row, *, has_changed: bool) -> PracticeSettings:
    """Count the change, and let this unit of work know it."""
    row.version += has_changed
    db.session.flush()
    after = _plain(row)
    hold(after)
    return after


def _locked(admin: Actor) -> Row:
    query = select(Row).where(Row.id == admin.practice_id).with_for_update()
    query = query.execution_options(populate_existing=True)
    row = db.session.scalar(query)
    if row is None:
        row = _new(admin.practice_id, PracticeSettings())
        if not add_new(row):  # another admin was the first, a moment ago
            raise Conflict
    return row


def _new(practice_id: UUID, said: PracticeSettings) -> Row:
    return Row(id=practice_id, **{name: as_kept(name, getattr(said, name)) for name in KEPT})


def as_kept(name: str, value: Any) -> Any:
    """A value as its column holds it."""
    parted = {"reads_on": "", "languages": " "}.get(name)
    return value if parted is None else parted.join(map(str, value))


def _plain(row: Row) -> PracticeSettings:
    return from_row(tuple(getattr(row, name) for name in KEPT))


def _code(settings: PracticeSettings, name: str) -> str | int:
    """A value as the trail may hold it: numbers and our own codes; of an address only whether there is one."""
    value = getattr(settings, name)
    if name == "leave_url":
        return "set" if value else "none"
    return int(value) if isinstance(value, int) else str(as_kept(name, value))
