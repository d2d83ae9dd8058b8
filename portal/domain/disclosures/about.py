"""An access request: what the practice holds about one person that an admin may see, as one archive.

What a client wrote is not in it: that is theirs to take, in their own session ("Take everything"). Nor is the record,
which their therapist or an officer gives; nor a therapist's own notes; nor anybody's name who holds no role here toward
them, and nobody they trust.
"""

import html
import io
import json
import zipfile
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from portal.core.actor import STAFF, Actor, Role
from portal.core.clock import now, zone
from portal.core.db import db
from portal.core.errors import Forbidden, NotFound
from portal.domain import limits, settings, vault
from portal.domain.access import readable
from portal.domain.accounts.zones import zone_of
from portal.domain.audit import Event, Seek, lines, record
from portal.domain.consent.handing import WORDING as HANDED_ON
from portal.domain.disclosures.trail import Made
from portal.models.caseload import Assignment
from portal.models.people import Membership, Person
from portal.models.practices import Practice
from portal.models.retention import Retention
from portal.models.vault import Grant, ItemKey, Principal

MOST_LINES = 20_000  # of the log, the newest
SAME_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: it tells nothing
NOT_IN_IT = (
    "What you wrote is yours alone; take it yourself, under My data.",
    "The record of your sessions is given by your therapist, or by an officer of the practice.",
    "What you answered about a change of therapist, and what is not open now, stands in your own receipts.",
    "Whom you trust, and what you opened to them, stands in your own log and receipts.",
)
own, other = aliased(Principal), aliased(Principal)


def about_person(admin: Actor, person_id: UUID) -> Made:
    """All of it, as a page to read and as JSON in one zip. Nothing of it is kept here.

    Args:
        admin: who gathers it, having proved themselves a moment ago; the person's own log says so.
        person_id: whom it is about.

    Raises:
        Forbidden: not an admin.
        NotFound: nobody of that id here.
    """
    if admin.role is not Role.ADMIN:
        raise Forbidden
    person = db.session.scalar(readable(Person, admin).where(Person.id == person_id))
    if person is None:
        raise NotFound(person_id)
    limits.use(admin, limits.Act.ARCHIVE)
    found = {
        "practice": db.session.scalars(select(Practice.name).where(Practice.id == admin.practice_id)).one(),
        "made_at": _said(now()),
        "account": _account(person),
        "looked_after": _looked_after(person_id),
        "consents": _consents(person),
        "kept_until": _kept(admin, person_id),
        "log": _log(admin, person_id),
        "not_in_it": list(NOT_IN_IT),
    }
    record(admin, Event.DISCLOSURE_MADE, person_id, person_id)
    day = now().astimezone(zone(zone_of(admin))).date().isoformat()
    return Made(_zip(found), f"request-{day}.zip", "application/zip")


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
        .where(Grant.wording != HANDED_ON, or_(Grant.scope != vault.CHOSEN, Grant.ended_at.is_not(None), is_open))
        .order_by(Grant.given_at, Grant.id)
    )
    return [
        {
            "whose": person.name,
            "who_may_disclose": person.name,
            "what": "What they chose; it is sealed, and named in their own receipts.",
            "to_whom": name,
            "purpose": grant.purpose,
            "how_to_stop": "At any time, by themselves, under Sharing.",
            "limits_of_stopping": "What was read or printed before cannot be called back.",
            "until": _said(grant.expires_at) or "until it is stopped",
            "ended_at": _said(grant.ended_at),
            "signed": "Signed in as themselves.",
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


def _log(admin: Actor, person_id: UUID) -> list[dict[str, Any]]:
    """Their lines in the office's log, and lines about them; of others the name only where they hold a role here."""
    found = lines(admin, Seek(person_id=person_id), most=MOST_LINES).lines
    ids = {one for line in found for one in (line.who_id, line.about_id) if one}
    held = select(Membership.person_id).where(Membership.role.in_([str(role) for role in STAFF]))
    shown = {person_id, *db.session.scalars(held.where(Membership.person_id.in_(ids)))}
    return [
        {
            "at": _said(line.at),
            "who": line.who if line.who_id is None or line.who_id in shown else "somebody else",
            "what": line.what,
            "about": line.about if line.about_id is None or line.about_id == person_id else "somebody else",
        }
        for line in found
    ]


def _said(value: Any) -> str | None:
    return value.isoformat(timespec="seconds") if value else None


def _zip(found: dict[str, Any]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        data = json.dumps(found, ensure_ascii=False, indent=1)
        for name, text in (("about.html", _page(found)), ("about.json", data)):
            archive.writestr(zipfile.ZipInfo(name, SAME_DAY), text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _page(found: dict[str, Any]) -> str:
    """A page that needs nothing else; every value is escaped."""
    parts = "".join(f"<h2>{html.escape(_words(key))}</h2>{_shown(value)}" for key, value in found.items())
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>What is held</title>'
    return f"{head}<body><h1>What is held</h1>{parts}</body></html>"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        rows = "".join(f"<dt>{html.escape(_words(key))}</dt><dd>{_shown(one)}</dd>" for key, one in value.items())
        return f"<dl>{rows}</dl>"
    if isinstance(value, list):
        return f"<ol>{''.join(f'<li>{_shown(one)}</li>' for one in value)}</ol>" if value else "<p>Nothing.</p>"
    return html.escape("" if value is None else str(value))


def _words(key: str) -> str:
    return key.replace("_", " ").capitalize()
