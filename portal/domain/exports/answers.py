"""Questionnaires that were answered: each item, the total, and the questionnaire itself in its own words."""

from typing import Any
from uuid import UUID, uuid5

from portal.core.clock import zone
from portal.core.db import db
from portal.domain.access import readable
from portal.domain.exports import codes
from portal.domain.exports.shelf import Part, Plain, Shelf, moment, urn
from portal.domain.measures.reading import KIND, Record, record_from
from portal.models.measures import Measure

OF_PACKS = UUID("4a4d4bb1-5d1c-4b35-8c3f-8d7f0e8d1d22")


def answers(shelf: Shelf) -> Part:
    texts = shelf.newest(KIND)
    part = Part("questionnaires", [])
    packs: dict[UUID, Plain] = {}
    for row in db.session.scalars(readable(Measure, shelf.actor).order_by(Measure.at, Measure.id)):
        if row.id not in texts:
            continue
        record = record_from(texts[row.id].data, row)
        part.records.append(_record(record))
        pack_id = uuid5(OF_PACKS, f"{record.instrument} {record.version}")
        if record.pack and pack_id not in packs:
            packs[pack_id] = _questionnaire(pack_id, record)
        part.resources.append(_response(shelf, record, pack_id))
        if record.total is not None:
            part.resources.append(_total(shelf, record))
    part.resources[:0] = packs.values()
    return part


def _record(record: Record) -> Plain:
    return {
        "id": str(record.id),
        "day": record.on_day.isoformat(),
        "zone": record.zone,
        "at": moment(record.at),
        "questionnaire": record.instrument,
        "version": record.version,
        "name": record.pack.name if record.pack else record.short,
        "answers": record.answers,
        "total": record.total,
    }


def _questionnaire(pack_id: UUID, record: Record) -> Plain:
    pack: Any = record.pack
    return {
        "resourceType": "Questionnaire",
        "id": str(pack_id),
        "url": urn(pack_id),
        "version": record.version,
        "title": pack.name,
        "status": "active",
        "copyright": pack.licence.statement or pack.licence.notice,
        "item": [
            {
                "linkId": item.id,
                "text": " ".join(said for said in (item.stem, item.text) if said),
                "type": "choice",
                **({"code": [{"system": codes.LOINC, "code": item.loinc}]} if item.loinc else {}),
                "answerOption": [{"valueCoding": _option(option)} for option in item.options],
            }
            for item in pack.every_item
        ],
    }


def _option(option: Any) -> Plain:
    system = codes.LOINC if option.code else codes.OURS
    return {"system": system, "code": option.code or f"answer-{option.value}", "display": option.text}


def _response(shelf: Shelf, record: Record, pack_id: UUID) -> Plain:
    return {
        "resourceType": "QuestionnaireResponse",
        "id": str(record.id),
        "questionnaire": urn(pack_id),
        "status": "completed",
        "subject": shelf.patient,
        "authored": moment(record.at, zone(record.zone)),
        "author": shelf.patient,
        "item": [{"linkId": name, "answer": [_answer(record, name, value)]} for name, value in record.answers.items()],
    }


def _answer(record: Record, name: str, value: int) -> Plain:
    items = {item.id: item for item in record.pack.every_item} if record.pack else {}
    option = items[name].option(value) if name in items else None
    return {"valueCoding": _option(option)} if option else {"valueInteger": value}


def _total(shelf: Shelf, record: Record) -> Plain:
    total = record.pack.loinc.total if record.pack and record.pack.loinc else None
    name = f"{record.short} total"
    return {
        "resourceType": "Observation",
        "id": str(uuid5(record.id, "total")),
        "status": "final",
        "category": [codes.hl7("observation-category", "survey")],
        "code": codes.loinc(total, name) if total else {"text": name},
        "subject": shelf.patient,
        "effectiveDateTime": moment(record.at, zone(record.zone)),
        "valueQuantity": {"value": record.total},
        "derivedFrom": [{"reference": urn(record.id)}],
    }
