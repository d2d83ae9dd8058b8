"""Setting up by a one-time address: the first operator, a practice and its first admin. It can be left and resumed.

What is chosen meanwhile waits on the address's own row. The practice is made whole, with its admin and its keys, in one
transaction of the last step, so that there is never half a practice.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from portal.core import site
from portal.core.clock import now
from portal.core.crypto import Cost, box, stretch
from portal.core.db import db, let_go, unit_of_work
from portal.core.errors import Invalid, NotFound
from portal.core.keyring import ring
from portal.core.language import _
from portal.domain import accounts, practices, settings
from portal.domain.operators import acts
from portal.domain.operators.acts import Act
from portal.domain.operators.coming_in import SEED_PLACE, OnDuty, is_seed, step_of
from portal.models.operators import Operator
from portal.models.practices import Practice, SetUp

FIRST, PRACTICE, OPERATOR = "first", "practice", "operator"  # what an address is for
LASTS = {FIRST: None, PRACTICE: timedelta(days=14), OPERATOR: timedelta(days=1)}
SALT_BYTES = 16
COUNTRY = 2  # letters


class Step(StrEnum):
    """Where a set-up stands."""

    WHO = "who"  # runs this: the operator's account
    PRACTICE = "practice"
    ADMIN = "admin"
    TRY = "try"  # a made-up practice besides, or not


@dataclass(frozen=True, slots=True)
class Underway:
    """A set-up that is not done. `answers`: what was said of the practice until now."""

    what: str
    step: Step
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An address that was handed out, as the operator sees it."""

    id: UUID
    slug: str
    until: datetime


# ------------------------------------------------------------------ addresses


def first_address() -> str:
    """The address to open first.

    Until there is a practice that is not made up it holds a fresh token; an earlier one stops working, and what was
    chosen with it is kept.
    """
    with unit_of_work(None):
        waiting = SetUp.what == FIRST, SetUp.used_at.is_(None)
        chosen = db.session.scalars(select(SetUp.answers).where(*waiting).order_by(SetUp.made_at.desc())).first()
        db.session.execute(delete(SetUp).where(*waiting))
        if db.session.scalar(select(Practice.id).where(Practice.is_made_up.is_(False)).limit(1)):
            return site.public_url()
        return _new(FIRST, chosen or {})


def new_operator_address() -> str:
    """An address at which one more operator makes an account; for whoever has the machine, and so has everything."""
    with unit_of_work(None):
        acts.note(None, Act.ADDRESS_PRINTED)
        return _new(OPERATOR, {})


def new_practice_address(who: OnDuty, practice_name: str, slug: str, language: str = "en") -> str:
    """An address at which a practice is set up by its first admin. The operator never learns their password.

    Raises:
        Invalid: on `practice_name` or `slug`.
    """
    name, slug = accounts.a_name("practice_name", practice_name), practices.free_slug(slug)
    acts.note(who.operator_id, Act.PRACTICE_BEGUN)
    return _new(PRACTICE, {"practice_name": name, "slug": slug, "language": language})


def waiting() -> list[Waiting]:
    """Addresses of practices that nobody has used yet."""
    query = select(SetUp).where(SetUp.what == PRACTICE, SetUp.used_at.is_(None), SetUp.until > now())
    rows = db.session.scalars(query.order_by(SetUp.made_at))
    return [Waiting(row.id, row.answers.get("slug", ""), row.until) for row in rows if row.until]


def take_back(who: OnDuty, set_up_id: UUID) -> None:
    """An address that was handed out leads nowhere from now on. Doing it twice changes nothing."""
    unused = delete(SetUp).where(SetUp.id == set_up_id, SetUp.used_at.is_(None), SetUp.what == PRACTICE)
    if db.session.execute(unused).rowcount:  # type: ignore[attr-defined]
        acts.note(who.operator_id, Act.PRACTICE_TAKEN_BACK)


def _new(what: str, answers: dict[str, Any]) -> str:
    token, lasts = secrets.token_urlsafe(32), LASTS[what]
    db.session.add(SetUp(token_hash=_hash(token), what=what, answers=answers, until=lasts and now() + lasts))
    return f"{site.public_url()}/set-up/{token}"


# ------------------------------------------------------------------ how far it is


def underway(token: str) -> Underway | None:
    """How far this set-up is; none, when it is done, has run out or never was. Asking uses nothing up."""
    row = db.session.scalars(_standing(token)).one_or_none()
    return row and Underway(row.what, _step(row), dict(row.answers))


def _step(row: SetUp) -> Step:
    if row.what == OPERATOR or (row.what == FIRST and not is_there_an_operator()):
        return Step.WHO
    if "practice_id" in row.answers:
        return Step.TRY
    return Step.ADMIN if row.answers.get("is_chosen") else Step.PRACTICE


def is_there_an_operator() -> bool:
    """Whether anybody can sign in at the operators' door."""
    return db.session.scalar(select(Operator.id).where(Operator.ended_at.is_(None)).limit(1)) is not None


def answer(token: str, said: Mapping[str, str]) -> None:
    """Keep what was said of the practice until its admin is there; saying it again takes the earlier one's place.

    Raises:
        NotFound: no such set-up, or it is done.
        Invalid: on the field of that name.
    """
    row = _locked(token)
    row.answers = {
        "practice_name": accounts.a_name("practice_name", said["practice_name"]),
        "slug": practices.free_slug(said["slug"]),
        "country": said["country"],
        "time_zone": said["time_zone"],
        "language": settings.led_by(said["language"])[0],
        "is_chosen": True,
    }


# ------------------------------------------------------------------ the steps


def make_operator(token: str, sign_in_name: str, password: str, seed: str, code: str) -> None:
    """Make the account of whoever runs this, once their second factor has shown a code.

    Runs a unit of work of its own. Sent twice it makes one account.

    Args:
        token: of an address for it.
        sign_in_name: an address or a name.
        password: as `accounts.acceptable` wants it.
        seed: as the page has shown it.
        code: what the authenticator program says now; it is used up.

    Raises:
        NotFound: no such address, or it is used.
        Invalid: on the field of that name.
    """
    let_go()
    name = accounts.a_sign_in_name(sign_in_name)
    password = accounts.acceptable(password, name)
    if not is_seed(seed):
        raise Invalid("code", _("Scan the picture once more: it has changed."))
    step = step_of(seed, code)
    if step is None:
        raise Invalid("code", _("That is not the code your program shows now. Wait for the next one and type it."))
    operator_id, salt = uuid4(), secrets.token_bytes(SALT_BYTES)
    cost = Cost(ring().argon2_memory_kib, ring().argon2_passes)
    check, key = stretch(password, salt, ring().pepper, cost)
    with unit_of_work(None):
        row = _locked(token)
        if row.what == PRACTICE or (row.what == FIRST and is_there_an_operator()):
            raise NotFound
        if db.session.scalar(select(Operator.id).where(Operator.sign_in_name == name)):
            raise Invalid("sign_in_name", _("Somebody who runs this has that name already. Choose another one."))
        db.session.add(
            Operator(
                id=operator_id,
                sign_in_name=name,
                salt=salt,
                memory_kib=cost.memory_kib,
                passes=cost.passes,
                check=check,
                seed_sealed=box(key, seed.encode(), *SEED_PLACE, operator_id),
                last_step=step,
            )
        )
        if row.what == OPERATOR:
            row.used_at = now()
        acts.note(operator_id, Act.ACCOUNT_MADE)


def set_up(  # noqa: PLR0913, PLR0917 - what the forms ask for
    token: str,
    practice_name: str,
    slug: str,
    name: str,
    sign_in_name: str,
    password: str,
    time_zone: str = "UTC",
    country: str = "",
    language: str = "en",
    *,
    sees_clients: bool = False,
) -> tuple[UUID, str]:
    """Make the practice and its first admin, whole, in a unit of work of its own.

    Args:
        token: of an address for it.
        practice_name: neutral; it may show on somebody's screen.
        slug: the practice's word in addresses.
        name: of the admin.
        sign_in_name: of the admin.
        password: of the admin.
        time_zone: IANA name; the people invited later start with it too.
        country: two letters, whose help numbers come first; or nothing.
        language: the practice's own, of slips, papers and mails for whoever has chosen none.
        sees_clients: the admin is a therapist here, too.

    Returns:
        the practice's id, and the code of its practice kit, which is kept nowhere.

    Raises:
        NotFound: no such token, or a practice was made with it.
        Invalid: on the field of that name.
    """
    let_go()
    practice_id = uuid4()
    with unit_of_work(practice_id):
        row = _locked(token)
        if row.what == OPERATOR or "practice_id" in row.answers:
            raise NotFound
        row.answers = {**row.answers, "practice_id": str(practice_id)}
        if row.what == PRACTICE:
            row.used_at, row.answers = now(), {}
        kit = practices.establish(
            practice_id, practice_name, slug, name, sign_in_name, password, time_zone, sees_clients=sees_clients
        )
        chosen = update(Practice).where(Practice.id == practice_id).values(country=country or None)
        db.session.execute(chosen)
        settings.begin_in(practice_id, language)
    return practice_id, kit


def settle(token: str) -> None:
    """The set-up is done: its address leads nowhere from now on. Doing it twice changes nothing."""
    db.session.execute(update(SetUp).where(SetUp.token_hash == _hash(token)).values(used_at=now(), answers={}))


def forget(practice_id: UUID) -> None:
    """Nothing of a practice that goes stays in what was answered when it was set up."""
    rows = db.session.scalars(select(SetUp).where(SetUp.used_at.is_(None)).with_for_update())
    for row in rows:
        if row.answers.get("practice_id") == str(practice_id):
            db.session.delete(row)


def sweep() -> None:
    """Addresses that nobody has used in time go, with what was said of the practice."""
    db.session.execute(delete(SetUp).where(SetUp.used_at.is_(None), SetUp.until < now()))


def _standing(token: str) -> Any:
    stands = SetUp.used_at.is_(None) & (SetUp.until.is_(None) | (SetUp.until > now()))
    return select(SetUp).where(SetUp.token_hash == _hash(token), stands)


def _locked(token: str) -> SetUp:
    """The row of a set-up that stands; the second of two waits until the first is through."""
    query = _standing(token).with_for_update().execution_options(populate_existing=True)
    row: SetUp | None = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"set-up" + token.encode(errors="replace")).digest()
