"""How a person likes to read. Kept with the account: the same on every device, and nothing lies in the browser."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from uuid import UUID

from sqlalchemy import select, update

from portal.core.actor import Actor
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain import settings
from portal.models.people import Person

CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark", "dim"),
    "text": ("100", "110", "120", "130", "140", "150", "160"),  # percent
    "space": ("normal", "roomy"),  # roomy: the values of WCAG 2.2, 1.4.12
    "voice": ("serif", "sans", "dyslexic"),
    "contrast": ("system", "more"),
    "motion": ("system", "less"),
    "veil": ("off", "on"),  # the words of notes are blurred until they are pointed at
    "previews": ("on", "off"),  # how notes begin, on the first page
    "cover": ("on", "off"),  # the page is covered when somebody comes back after a minute elsewhere
    "shortcuts": ("on", "off"),  # single keys do something in a therapist's inbox
}
DEFAULTS: Mapping[str, str] = {name: options[0] for name, options in CHOICES.items()}


@dataclass(frozen=True, slots=True)
class Preferences:
    """One of CHOICES for each name; the first of them is what everybody begins with."""

    theme: str = DEFAULTS["theme"]
    text: str = DEFAULTS["text"]
    space: str = DEFAULTS["space"]
    voice: str = DEFAULTS["voice"]
    contrast: str = DEFAULTS["contrast"]
    motion: str = DEFAULTS["motion"]
    veil: str = DEFAULTS["veil"]
    previews: str = DEFAULTS["previews"]
    cover: str = DEFAULTS["cover"]
    shortcuts: str = DEFAULTS["shortcuts"]

    @classmethod
    def from_row(cls, kept: Mapping[str, Any]) -> Self:
        """As kept with the account; what is not a choice any more counts as not chosen."""
        return cls(**{name: kept[name] for name, options in CHOICES.items() if kept.get(name) in options})

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from what everybody begins with."""
        return {name: value for name, value in asdict(self).items() if value != DEFAULTS[name]}

    @property
    def classes(self) -> str:
        """For the <html> of each page: `theme-dim text-120`. The style sheets know these words."""
        return " ".join(f"{name}-{value}" for name, value in self.chosen.items())


def keep(actor: Actor, chosen: Mapping[str, str]) -> None:
    """Remember how somebody likes to read; what is left out is as everybody begins with.

    Args:
        actor: whoever chooses, for themselves.
        chosen: names and values of CHOICES.

    Raises:
        Invalid: on the name whose value is none of its choices.
    """
    for name, value in chosen.items():
        if value not in CHOICES.get(name, ()):
            raise Invalid(name, _("Choose one of these."))
    kept = Preferences.from_row(chosen).chosen
    db.session.execute(update(Person).where(Person.id == actor.person_id).values(preferences=kept))


def language_of(person_id: UUID) -> str:
    """In which language mails and papers for somebody are: the one they chose, else the practice's own."""
    chosen = db.session.scalar(select(Person.language).where(Person.id == person_id))
    return chosen or settings.here().languages[0]
