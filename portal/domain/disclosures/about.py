"""An access request: what the practice holds about one person that an admin may see, as one archive.

What a client wrote is not in it: that is theirs to take, in their own session ("Take everything"). Nor is the record,
which their therapist or an officer gives; nor a therapist's own notes; nor anybody's name who holds no role here toward
them, and nobody they trust.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import exists, not_, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import STAFF, Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.language import kept_as
from portal.domain import settings, vault
from portal.domain.access import find, readable
from portal.domain.audit import Seek, lines
from portal.domain.consent.handing import WORDING as HANDED_ON
from portal.models.caseload import Assignment
from portal.models.people import Membership, Person
from portal.models.practices import Practice
from portal.models.retention import Retention
from portal.models.vault import Grant, ItemKey, Principal

PER_FILE = 10_000  # lines of the log in one file of the archive
NOT_IN_IT = (
    kept_as("What you wrote is yours alone; take it yourself, under My data."),
    kept_as("The record of your sessions is given by your therapist, or by an officer of the practice."),
    kept_as("What you answered about a change of therapist, and what is not open now, stands in your own receipts."),
    kept_as("Whom you trust, and what you opened to them, stands in your own log and receipts."),
)
SOMEBODY = kept_as("somebody else")
own, other = aliased(Principal), aliased(Principal)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the worker has in hand; it lives as long as one try. `facts`: all of it but the log.

    `language`: of the person it is about, whom the archive is for.
    """

    admin: Actor
    person_id: UUID
    language: str
    facts: dict[str, Any] = field(repr=False)
    out_id: UUID
    out_key: bytes = field(repr=False)


def facts(admin: Actor, person_id: UUID) -> dict[str, Any]:
    """What is held about a person, but for the log. Raises NotFound: nobody of that id here."""
    person = find(Person, admin, person_id)
    return {
        "practice": db.session.scalars(select(Practice.name).where(Practice.id == admin.practice_id)).one(),
        "made_at": _said(now()),
        "account": _account(person),
        "looked_after": _looked_after(person_id),
        "consents": _consents(person),
        "kept_until": _kept(admin, person_id),
        "not_in_it": list(NOT_IN_IT),
    }


def log_part(gathered: Gathered, before: int | None) -> tuple[list[dict[str, Any]], int | None]:
    """Some of their lines in the office's log, and lines about them, the newest first.

    Of others the name stands there only where they hold a role here.

    Args:
        gathered: whose, and for whom.
        before: the place to go on from; None for the newest.

    Returns:
        the lines, as many as one file of the archive holds; and the place to go on from, None when that was all.
    """
    page = lines(gathered.admin, Seek(person_id=gathered.person_id), before, PER_FILE)
    found, person_id = page.lines, gathered.person_id
    ids = {one for line in found for one in (line.who_id, line.about_id) if one}
    held = select(Membership.person_id).where(Membership.role.in_([str(role) for role in STAFF]))
    shown = {person_id, *(one for one in db.session.scalars(held) if one in ids)}
    return [
        {
            "at": _said(line.at),
            "who": line.who if line.who_id is None or line.who_id in shown else SOMEBODY,
            "what": line.what,
            "about": line.about if line.about_id is None or line.about_id == person_id else SOMEBODY,
        }
        for line in found
    ], page.older


def _account(person: Person) -> dict[str, Any]:
    roles = select(Membership).where(Membership.person_id == person.id).order_by(Membership.since)
    return {
        "name": person.name,
        "signs_in_as": person.sign_in_name,
        "pronouns": person.pronouns,
        "time_zone": person.time_zone,
        "made_at": _said(person.made_at),
        "joined_at": _said(person.joined_at),
        "closed_at": _said(person.closed_at),
        "roles": [
            {"role": row.role, "since": _said(row.since), "until": _said(row.ended_at)}
            for row in db.session.scalars(roles)
        ],
    }


def _looked_after(person_id: UUID) -> list[dict[str, Any]]:
    """Who looked after them, from when to when. Of a therapist, not whom: those are other people's lives."""
    rows = select(Person.name, Assignment.since, Assignment.ended_at).join(
        Assignment, Assignment.therapist_id == Person.id
    )
    found = db.session.execute(rows.where(Assignment.client_id == person_id).order_by(Assignment.since)).all()
    return [{"therapist": name, "since": _said(since), "until": _said(ended)} for name, since, ended in found]


def _consents(person: Person) -> list[dict[str, Any]]:
    """Consents of theirs to staff, with the nine elements of 42 CFR 2.31; what exactly was shared is sealed.

    Neither those of a move, which would tell how it was answered, nor one under which nothing has opened or does now.
    """
    is_open = exists().where(ItemKey.grant_id == Grant.id, ItemKey.given_at <= now())
    staff = select(Membership.person_id).where(Membership.role.in_([str(role) for role in STAFF]))
    rows = (
        select(Grant, Person.name)
        .join(own, own.id == Grant.owner_id)
        .join(other, other.id == Grant.reader_id)
        .join(Person, Person.id == other.person_id)
        .where(own.person_id == person.id, other.person_id != person.id, other.person_id.in_(staff))
        .where(
            not_(Grant.wording.startswith(HANDED_ON, autoescape=True)),
            or_(Grant.scope != vault.CHOSEN, Grant.ended_at.is_not(None), is_open),
        )
        .order_by(Grant.given_at, Grant.id)
    )
    return [
        {
            "whose": person.name,
            "who_may_disclose": person.name,
            "what": kept_as("What they chose; it is sealed, and named in their own receipts."),
            "to_whom": name,
            "purpose": grant.purpose,
            "how_to_stop": kept_as("At any time, by themselves, under Sharing."),
            "limits_of_stopping": kept_as("What was read or printed before cannot be called back."),
            "until": _said(grant.expires_at) or kept_as("until it is stopped"),
            "ended_at": _said(grant.ended_at),
            "signed": kept_as("Signed in as themselves."),
            "given_at": _said(grant.given_at),
            "wording": grant.wording,
        }
        for grant, name in db.session.execute(rows).all()
    ]


def _kept(admin: Actor, person_id: UUID) -> dict[str, Any]:
    row = db.session.scalar(readable(Retention, admin).where(Retention.client_id == person_id))
    return {
        "years_after_the_last_session": settings.here().record_years,
        "last_day_of_care": row.last_on.isoformat() if row and row.last_on else None,
        "deleted_because": row.reason if row else None,
    }


def _said(value: Any) -> str | None:
    return value.isoformat(timespec="seconds") if value else None
