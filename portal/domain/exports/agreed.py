"""What was opened to whom: each consent with its terms and the things under it, and who opened what."""

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.core.clock import now
from portal.core.db import db
from portal.core.language import lazy
from portal.domain.exports import codes
from portal.domain.exports.shelf import Part, Plain, Shelf, moment, urn
from portal.models.consent import Opening
from portal.models.people import Person
from portal.models.vault import Grant, Item, ItemKey, Principal

reader, writer = aliased(Principal), aliased(Principal)
SOMEBODY = lazy("the practice")  # a reader who is no person: its record


def consents(shelf: Shelf) -> Part:
    """Consents that stand and that have ended; the things under those that stand."""
    query = (
        select(Grant, Person.name)
        .join(writer, writer.id == Grant.owner_id)
        .join(reader, reader.id == Grant.reader_id)
        .outerjoin(Person, Person.id == reader.person_id)
        .where(writer.person_id == shelf.actor.person_id, Grant.owner_id != Grant.reader_id)
        .order_by(Grant.given_at, Grant.id)
    )
    found = db.session.execute(query).all()
    things = _things([grant.id for grant, _ in found])
    part = Part("consents", [])
    for grant, name in found:
        part.records.append(_record(grant, name or str(SOMEBODY), things.get(grant.id, [])))
        part.resources.append(_resource(shelf, grant, name or str(SOMEBODY), things.get(grant.id, [])))
    return part


def openings(shelf: Shelf) -> Part:
    """Who opened what of it."""
    query = (
        select(Opening.first_at, Opening.last_at, Person.name, Item.id, Item.thing_id, Item.version)
        .join(Item, Item.id == Opening.item_id)
        .join(writer, writer.id == Item.owner_id)
        .join(Person, Person.id == Opening.reader_id)
        .where(writer.person_id == shelf.actor.person_id)
        .order_by(Opening.first_at, Item.id)
    )
    part = Part("openings", [])
    for row in db.session.execute(query):
        said = {"thing": str(row.thing_id), "version": row.version, "who": row.name}
        part.records.append(said | {"first_at": moment(row.first_at), "last_at": moment(row.last_at)})
        part.resources.append(_event(row))
    return part


def _things(grant_ids: list[UUID]) -> dict[UUID, list[Any]]:
    query = (
        select(ItemKey.grant_id, ItemKey.given_at, Item.kind, Item.thing_id, Item.version)
        .join(Item, Item.id == ItemKey.item_id)
        .where(ItemKey.grant_id.in_(grant_ids))
        .order_by(ItemKey.given_at, Item.id)
    )
    found: dict[UUID, list[Any]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.grant_id, []).append(row)
    return found


def _record(grant: Grant, name: str, things: list[Any]) -> Plain:
    return {
        "id": str(grant.id),
        "to": name,
        "scope": grant.scope,
        "purpose": grant.purpose,
        "wording": grant.wording,
        "given_at": moment(grant.given_at),
        "expires_at": grant.expires_at and moment(grant.expires_at),
        "ended_at": grant.ended_at and moment(grant.ended_at),
        "things": [
            {"kind": row.kind, "thing": str(row.thing_id), "version": row.version, "since": moment(row.given_at)}
            for row in things
        ],
    }


def _resource(shelf: Shelf, grant: Grant, name: str, things: list[Any]) -> Plain:
    end = grant.ended_at or grant.expires_at
    actor = {"role": _role("IRCP"), "reference": {"display": name}}
    data = [{"meaning": "instance", "reference": {"identifier": _identifier(row.thing_id)}} for row in things]
    return {
        "resourceType": "Consent",
        "id": str(grant.id),
        "status": "inactive" if end and end <= now() else "active",
        "scope": codes.hl7("consentscope", "patient-privacy"),
        "category": [codes.loinc("59284-0", "Consent Document")],
        "patient": shelf.patient,
        "dateTime": moment(grant.given_at),
        "policyRule": {"text": f"{grant.purpose} ({grant.wording})"},
        "provision": {
            "type": "permit",
            "period": {"start": moment(grant.given_at)} | ({"end": moment(end)} if end else {}),
            "actor": [actor],
            "action": [codes.hl7("consentaction", "access")],
            **({"data": data} if data else {}),
        },
    }


def _event(row: Any) -> Plain:
    return {
        "resourceType": "AuditEvent",
        "id": str(uuid5(row.id, f"{row.name} {row.first_at}")),
        "type": {
            "system": "http://dicom.nema.org/resources/ontology/DCM",
            "code": "110110",
            "display": "Patient Record",
        },
        "action": "R",
        "recorded": moment(row.first_at),
        "agent": [{"requestor": True, "who": {"display": row.name}}],
        "source": {"observer": {"display": "Harbour"}},
        "entity": [{"what": {"identifier": _identifier(row.thing_id)}}],
    }


def _role(code: str) -> Plain:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": code}]}


def _identifier(thing_id: UUID) -> Plain:
    return {"system": codes.URIS, "value": urn(thing_id)}
