"""Asking for the second factor: whichever of theirs somebody has at hand."""

from dataclasses import dataclass, field
from uuid import UUID

from portal.core.actor import Actor
from portal.core.errors import Invalid
from portal.core.language import _
from portal.domain.factors import apps, passkeys, rows, spares
from portal.domain.factors.passkeys import Site


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a code as typed, or what a passkey has signed for this session at this site."""

    code: str = field(default="", repr=False)
    passkey: str = field(default="", repr=False)
    session_id: UUID | None = None
    site: Site | None = None


def check(actor: Actor, answer: Answer) -> None:
    """Take it, once.

    Raises:
        Invalid: on `code`, with what to do.
    """
    if answer.passkey and answer.session_id and answer.site:
        passkeys.check(actor, answer.session_id, answer.site, answer.passkey)
    elif not answer.code.strip():
        raise Invalid("code", _("Enter a code, or use a passkey."))
    elif not apps.is_code(answer.code):
        spares.use(actor, answer.code)
    elif rows.only_passkeys(actor) and rows.PASSKEY in rows.kinds_of(actor.person_id):
        raise Invalid("code", _("This practice asks for your passkey. One of your codes on paper works, too."))
    else:
        apps.check(actor, answer.code)
