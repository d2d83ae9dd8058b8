"""Faults in emergency access."""

from tests.sabotage import QUICK, Fault

TESTS = f"tests/domain/test_emergency.py {QUICK}"
ASKING = "portal/domain/emergency/asking.py"

FAULTS = [
    Fault(
        "somebody agrees to what they asked for themselves",
        ASKING,
        "    if row.asked_by == second.person_id:\n",
        "    if row.asked_by == second.practice_id:\n",
        TESTS,
    ),
    Fault(
        "an emergency does not end by itself",
        ASKING,
        "    if row.ended_at is not None or (row.until or row.asked_at + WAITS) <= now():\n",
        "    if row.ended_at is not None:\n",
        TESTS,
    ),
    Fault(
        "the rows of the record are open to an officer without a case",
        "portal/domain/access/__init__.py",
        "    **{(Role.OFFICER, each): opened_in_emergency for each in (ProgressNote, ProgressAddendum, Summary)},\n",
        "    **{(Role.OFFICER, each): everyone_here for each in (ProgressNote, ProgressAddendum, Summary)},\n",
        f"tests/access/test_rows_of_own_notes.py {QUICK}",
    ),
    Fault(
        "a therapist whose own notes are opened is told by mail alone",
        "portal/domain/emergency/telling.py",
        ".where(Emergency.until.is_not(None), closes > now() - TOLD)",
        ".where(Emergency.until.is_(None), closes > now() - TOLD)",
        TESTS,
    ),
    Fault(
        "an officer asks for one record after the other without end",
        ASKING,
        "            limits.use(officer, limits.Act.EMERGENCY)",
        "            pass",
        TESTS,
    ),
    Fault(
        "a case too many is counted and kept",
        ASKING,
        "            db.session.flush()\n            limits.use(officer, limits.Act.EMERGENCY)",
        "            db.session.flush()\n        limits.use(officer, limits.Act.EMERGENCY)",
        TESTS,
    ),
    Fault(
        "a look at the record is not told",
        "portal/domain/emergency/reading.py",
        "    record(officer, Event.EMERGENCY_READ, found.id, found.client_id, notes=len(notes))\n",
        "",
        f"tests/domain/test_emergency.py tests/doors/test_record_in_an_emergency.py {QUICK}",
    ),
]
