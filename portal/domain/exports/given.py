"""Summaries that a therapist gave to the client: each file as it was given, and a line about it."""

from portal.domain import summaries
from portal.domain.exports.shelf import Part, Plain, Shelf, moment


def given(shelf: Shelf) -> Part:
    """The very files. Two of one day lie in folders of their own."""
    texts = {kept.item_id: kept.data for versions in shelf.take(summaries.RECORD).values() for kept in versions}
    part = Part("summaries", [])
    for place, (one, files) in enumerate(summaries.files_among(shelf.actor, texts), start=1):
        named = [(f"summaries/{place}/{file.name}", file.pdf) for file in files]
        part.files.extend(named)
        about: Plain = {"id": str(one.id), "from": one.by, "given_at": moment(one.given_at)}
        part.records.append({**about, "files": [name for name, _ in named]})
    return part
