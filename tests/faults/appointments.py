"""Faults about sessions: whose they are, the clock on the wall, two windows, and who has left."""

from tests.sabotage import QUICK, Fault

TESTS = f"tests/domain/test_appointments.py {QUICK}"
READING = (
    "\n    (Role.THERAPIST, CalendarFeed): mine,\n    **{(role, Contact): everyone_here"  # what follows there only
)
FAULTS = [
    Fault(
        "a colleague is shown somebody's sessions",
        "portal/domain/access.py",
        f"(Role.THERAPIST, Appointment): all_of(on_my_caseload, author),{READING}",
        f"(Role.THERAPIST, Appointment): on_my_caseload,{READING}",
        TESTS,
    ),
    Fault(
        "sessions with somebody who left stay arranged",
        "portal/domain/caseload.py",
        "Appointment.starts_at > now()))",
        "Appointment.starts_at < row.since))",
        TESTS,
    ),
    Fault(
        "the second window moves what the first has moved",
        "portal/domain/appointments/arranging.py",
        "    if this.ended_at is not None:\n        raise Conflict(OTHER_WINDOW)\n",
        "",
        TESTS,
    ),
    Fault(
        "somebody is met twice at a time",
        "portal/domain/appointments/arranging.py",
        "        if row.client_id == client_id:\n",
        "        if row.client_id == client_id and not beside:\n",
        TESTS,
    ),
]
