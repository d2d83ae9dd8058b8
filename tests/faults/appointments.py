"""Faults about sessions: whose they are, the clock on the wall, two windows, and who has left."""

from tests.sabotage import QUICK, Fault

TESTS = f"tests/domain/test_appointments.py {QUICK}"
READING = (
    "\n    (Role.THERAPIST, CalendarFeed): mine,\n    **{(role, Contact): everyone_here"  # what follows there only
)
BY_PAGE = f"tests/therapist_app/test_session_calendar.py {QUICK}"
FAULTS = [
    Fault(
        "a colleague is shown somebody's sessions",
        "portal/domain/access/__init__.py",
        f"(Role.THERAPIST, Appointment): all_of(on_my_caseload, author),{READING}",
        f"(Role.THERAPIST, Appointment): on_my_caseload,{READING}",
        TESTS,
    ),
    Fault(
        "sessions with somebody who left stay arranged",
        "portal/domain/caseload/pairs.py",
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
        "a calendar program learns ids of ours",
        "portal/domain/appointments/feed.py",
        'uuid5(row.id, "taken")',
        "row.id",
        BY_PAGE,
    ),
    Fault(
        "the address of a calendar outlives its therapist's work here",
        "portal/domain/appointments/feed.py",
        "CalendarFeed.token_hash == _hash(token), works_here)",
        "CalendarFeed.token_hash == _hash(token))",
        BY_PAGE,
    ),
    Fault(
        "a share that ends with a session ends with another day",
        "client_app/sharing/pages.py",
        "            self.session_day = session.ends_at.date()\n",
        "            self.session_day = session.ends_at.date().replace(day=1)\n",
        f"tests/client_app/test_next_session.py {QUICK}",
    ),
    Fault(
        "the brief brings the agenda of the session before",
        "portal/domain/brief.py",
        "agenda.KIND, last.starts_at if last else None)",
        "agenda.KIND, None)",
        f"tests/therapist_app/test_brief.py {QUICK}",
    ),
    Fault(
        "the brief shows a whole agenda and nobody is told",
        "portal/domain/consent/shelf.py",
        "    count_opening(actor, shared.id, client_id, shared.item_id, shared.version)\n",
        "",
        f"tests/therapist_app/test_brief.py {QUICK}",
    ),
    Fault(
        "somebody is met twice at a time",
        "portal/domain/appointments/overlaps.py",
        "        if row.client_id == client_id:\n",
        "        if row.client_id == client_id and not beside:\n",
        TESTS,
    ),
]
