"""The practice kit: a code on paper that opens the recovery key when no officer can; and the drill once a year."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal.core.actor import Actor, Role
from portal.core.clock import now
from portal.core.crypto import Keys, plain_code
from portal.core.db import db, practice_id
from portal.core.errors import Forbidden, Invalid, Locked
from portal.core.keyring import ring
from portal.core.language import _, lazy
from portal.domain import vault
from portal.domain.accounts import officers as kept
from portal.domain.audit import Event, record
from portal.domain.recovery.holding import open_key
from portal.models.practices import Practice
from portal.models.recovery import RecoveryDrill

ASKED_GROUP = 3  # of the kit, counted from 1: typed back as a sign that it was written down
A_YEAR = timedelta(days=365)
NOT_THE_KIT = lazy("That is not the kit in force. Look at the paper and type all of it again.")


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes on paper: the code, and the installation's own secret, or why that is not there."""

    code: str
    pepper: str  # "" where several practices share one installation: then it is the operator's to keep
    words: str  # all of it, for the picture of squares


@dataclass(frozen=True, slots=True)
class Drill:
    """When each way to the recovery key was last seen to work; None: not yet."""

    own_at: datetime | None
    kit_at: datetime | None  # also None while there is no kit in force

    @property
    def is_due(self) -> bool:
        """Whether a year has gone by for one of them."""
        return any(at is None or now() - at > A_YEAR for at in (self.own_at, self.kit_at))


def kit_is_open(actor: Actor) -> bool:
    """Whether this person has still to write the kit down: they can open the recovery key, and no paper can yet."""
    recovery_id = vault.practice_principal("recovery").id
    return actor.unlocked().principal_id in vault.holders(recovery_id) and _done_at(recovery_id) is None


def is_set_up() -> bool:
    """Whether there are two ways to the recovery key: an officer, and a kit that was confirmed."""
    return bool(kept.officers()) and _done_at(vault.practice_principal("recovery").id) is not None


def new_kit(actor: Actor) -> str:
    """A new code for the recovery key; the one before stops working, and this one is in force once confirmed.

    Args:
        actor: somebody whose keys hold the recovery key: an officer, or whoever set the practice up.

    Raises:
        Forbidden: anybody else.
    """
    recovery = kept.one_at_a_time()
    try:
        recovery_keys = vault.open_held(recovery.id, actor.unlocked())
    except Locked:
        raise Forbidden from None
    db.session.execute(delete(RecoveryDrill).where(RecoveryDrill.way_id == recovery.id))
    record(actor, Event.KIT_MADE)
    return vault.new_code(recovery_keys)


def paper_of(code: str) -> Paper:
    """What to print. The pepper belongs to the installation: with several practices on it none of them gets it.

    A made-up one does not count, and is not told: nothing in it is anybody's.
    """
    real = db.session.scalars(select(Practice.id).where(Practice.is_made_up.is_(False)).limit(2)).all()
    alone = real == [practice_id()]
    pepper = ring().pepper.hex() if alone else ""
    return Paper(code, pepper, "\n".join(["harbour kit 1", code, *([pepper] if pepper else [])]))


def confirm_kit(actor: Actor, kit: str, group: str) -> None:
    """The kit is on paper. The recovery key is made anew, so that nothing from before opens it; officers go on.

    Confirming twice changes nothing.

    Args:
        actor: whoever had it made.
        kit: the code as it was shown.
        group: its third group, typed back.

    Raises:
        Invalid: on `group`: another group, or a newer kit was made meanwhile.
    """
    if not kit_is_open(actor):
        return
    recovery = kept.one_at_a_time()
    if plain_code(group) != plain_code(_group(kit, ASKED_GROUP)):
        raise Invalid(
            "group",
            _("That is not group %(asked_group)s. Look at the paper and type it again.", asked_group=ASKED_GROUP),
        )
    try:
        keys = vault.open_with_code(recovery.id, kit)
    except Locked:
        raise Invalid("group", _("A newer kit was made, so this one opens nothing. Make a new kit.")) from None
    going_on = [vault.principal_of(one.id) for one in kept.officers()]
    fresh = vault.rotate(keys)  # what officers of former days or an old paper opened dies, in old backups too
    for principal in going_on:
        vault.let_hold(fresh, principal)
    vault.set_code(fresh, kit)
    _done(actor, recovery.id)
    _done(actor, actor.person_id)  # it was their own key that opened it for the new kit
    record(actor, Event.KIT_CONFIRMED)


def open_with_kit(typed: str, field: str = "kit") -> Keys:
    """The recovery key, by what is on paper.

    Raises:
        Invalid: on the field: another code, or one that a newer kit has replaced.
    """
    try:
        return vault.open_with_code(vault.practice_principal("recovery").id, typed)
    except Locked:
        raise Invalid(field, NOT_THE_KIT) from None


def make_officer_by_kit(admin: Actor, person_id: UUID, kit: str) -> None:
    """Let somebody hold the recovery key by what is on paper: when no officer is left who can.

    Raises:
        Forbidden: neither an admin nor an officer.
        Invalid: on `kit` or `person_id`.
    """
    if admin.role not in (Role.ADMIN, Role.OFFICER):
        raise Forbidden
    recovery_keys = open_with_kit(kit)
    kept.make_officer(admin, person_id, recovery_keys)
    _done(admin, recovery_keys.principal_id)


# ------------------------------------------------------------------ the drill


def drill(officer: Actor) -> Drill:
    """When this officer's own way and the paper were last seen to work."""
    paper_id = vault.practice_principal("recovery").id
    ways = select(RecoveryDrill.way_id, RecoveryDrill.done_at)
    done = dict(db.session.execute(ways.where(RecoveryDrill.way_id.in_((officer.person_id, paper_id)))).all())
    return Drill(done.get(officer.person_id), done.get(paper_id))


def untried() -> int:
    """How many ways to the recovery key nobody has tried for a year: officers' own keys, and the paper in force."""
    tried = {one.id: _done_at(one.id) or one.since for one in kept.officers()}
    paper_at = _done_at(vault.practice_principal("recovery").id)
    return sum(now() - at > A_YEAR for at in (*tried.values(), *([paper_at] if paper_at else [])))


def try_own_key(officer: Actor) -> None:
    """Open the recovery key once through the officer's own; raises Locked when they hold none."""
    open_key(officer)
    _done(officer, officer.person_id)


def try_kit(officer: Actor, typed: str) -> None:
    """Open the recovery key once by the paper.

    Raises:
        Forbidden: not an officer.
        Invalid: on `kit`.
    """
    if officer.role is not Role.OFFICER:
        raise Forbidden
    _done(officer, open_with_kit(typed).principal_id)


def _done(actor: Actor, way_id: UUID) -> None:
    db.session.execute(delete(RecoveryDrill).where(RecoveryDrill.way_id == way_id))
    db.session.add(RecoveryDrill(practice_id=actor.practice_id, way_id=way_id))
    db.session.flush()
    record(actor, Event.DRILL_DONE, way_id)


def _done_at(way_id: UUID) -> datetime | None:
    return db.session.scalar(select(RecoveryDrill.done_at).where(RecoveryDrill.way_id == way_id))


def _group(kit: str, number: int) -> str:
    groups = kit.split("-")
    return groups[number - 1] if len(groups) >= number else ""
