"""Faults that let the pages of others hint at what a client keeps to themselves."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "the list of clients tells who has written most",
        "portal/domain/caseload.py",
        "    return _known(rows.where(Assignment.therapist_id == therapist.person_id))",
        "    from portal.models.vault import Item\n\n"
        "    found = _known(rows.where(Assignment.therapist_id == therapist.person_id))\n"
        "    kept = db.session.query(Item).count()\n"
        '    return [Known(one.id, f"{one.name} ({kept})", one.since) for one in found]',
        f"tests/access/test_silence.py {QUICK}",
    ),
]
