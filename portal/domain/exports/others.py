"""Who it is about, and whatever no other part has taken: nothing that can be read is left out of an export."""

from portal.domain.exports.plainly import as_it_lies
from portal.domain.exports.shelf import Part, Shelf, moment, urn


def myself(shelf: Shelf) -> Part:
    """The account; to FHIR it is a patient without a name."""
    person = shelf.person
    record = {
        "id": str(person.id),
        "name": person.name,
        "sign_in_name": person.sign_in_name,
        "time_zone": person.time_zone,
        "day_begins": person.day_begins,
        "preferences": person.preferences,
        "joined_at": person.joined_at and moment(person.joined_at),
    }
    identifier = {"system": "urn:ietf:rfc:3986", "value": urn(person.id)}
    return Part(
        "account", [record], [], [{"resourceType": "Patient", "id": str(person.id), "identifier": [identifier]}]
    )


def others(shelf: Shelf) -> Part:
    """To be asked last. The words as they lie in the vault, by the kind they have there."""
    return Part("others", [{"kind": kept.kind, **as_it_lies(kept)} for kept in shelf.rest()])
