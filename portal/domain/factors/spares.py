"""Ten codes on paper, each good for one sign-in, for the day the phone is lost. Shown once."""

import secrets
from uuid import UUID

from sqlalchemy import delete, func, insert, select

from portal.core.actor import Actor
from portal.core.crypto import plain_code, stamp
from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from portal.core.keyring import ring
from portal.core.language import _, lazy
from portal.domain import mail
from portal.domain.audit import Event, record
from portal.domain.factors import rows
from portal.models.factors import SpareCode

HOW_MANY = 10
LENGTH = 10  # letters of 5 bits: 50 bits, tried a few times in a quarter of an hour
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NOT_ONE = lazy("This is no code of yours, or it was used already. Each one works once.")


def new_codes(actor: Actor) -> list[str]:
    """Ten fresh ones; those before stop working.

    Raises:
        Conflict: there is no second factor they could stand for.
    """
    if not rows.has(actor.person_id):
        raise Conflict(_("First add an app or a passkey. The codes stand in for it."))
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    db.session.execute(delete(SpareCode).where(SpareCode.person_id == actor.person_id))
    kept = {"practice_id": actor.practice_id, "person_id": actor.person_id}
    db.session.execute(insert(SpareCode), [{**kept, "code_hash": _hash(actor, code)} for code in codes])
    record(actor, Event.SPARE_CODES_MADE, about_id=actor.person_id)
    mail.alarm(actor)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def left(person_id: UUID) -> int:
    """How many were not used yet."""
    query = select(func.count()).select_from(SpareCode).where(SpareCode.person_id == person_id)
    return int(db.session.scalar(query) or 0)


def use(actor: Actor, typed: str) -> None:
    """Take one; it is gone then. Of two who come with the same one, one is too late.

    Raises:
        Invalid: on `code`.
    """
    mine = (SpareCode.person_id == actor.person_id, SpareCode.code_hash == _hash(actor, typed))
    if not db.session.execute(delete(SpareCode).where(*mine)).rowcount:  # type: ignore[attr-defined]
        raise Invalid("code", NOT_ONE)
    record(actor, Event.SPARE_CODE_USED, about_id=actor.person_id)


def _hash(actor: Actor, code: str) -> bytes:
    return stamp(ring().pepper, "spare-code", actor.practice_id, actor.person_id, plain_code(code))
