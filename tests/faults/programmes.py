"""Faults about programmes and the library: what a therapist learns, who is left out, whose words they are."""

from tests.sabotage import QUICK, Fault

PROGRAMMES = f"tests/domain/test_programmes.py {QUICK}"
FAULTS = [
    Fault(
        "a step that is done with goes from the therapist's page",
        "portal/domain/prompts/answering.py",
        "    if ids:\n        change_book(actor, change)\n",
        "    if ids:\n        change_book(actor, change)\n"
        "        from portal.core.db import db\n        from portal.models.prompts import Asked\n"
        "        for row in db.session.query(Asked).filter(Asked.id.in_(ids)):\n"
        "            row.ended_at = row.given_at\n",
        PROGRAMMES,
    ),
    Fault(
        "the next step does not wait",
        "portal/domain/prompts/way.py",
        "        return day is not None and day <= today\n",
        "        return True\n",
        PROGRAMMES,
    ),
    Fault(
        "what rests is asked all the same",
        "portal/domain/prompts/reading.py",
        "row.ended_at is None and row.paused_at is None and not mark.put",
        "row.ended_at is None and not mark.put",
        PROGRAMMES,
    ),
    Fault(
        "of many the others are sent it when one is not mine",
        "portal/domain/prompts/sending.py",
        " != len(wanted):",
        " == 0:",
        PROGRAMMES,
    ),
    Fault(
        "a form sent twice gives twice",
        "portal/domain/programmes.py",
        "        return None if is_known else",
        "        return",
        PROGRAMMES,
    ),
    Fault(
        "a colleague reads a therapist's own prompts",
        "portal/domain/access/clauses.py",
        "    return or_(row.is_common, row.therapist_id == actor.person_id)\n",
        "    return and_(row.practice_id == actor.practice_id)\n",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "a prompt worded elsewhere meanwhile is overwritten",
        "portal/domain/prompts/stock.py",
        "    if kept.version != number:",
        "    if False:",
        f"tests/therapist_app/test_writing_prompts.py {QUICK}",
    ),
]
