"""Faults about a client's page, and about what therapists write: process notes and the record."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a process note lies under the kind of the record",
        "portal/domain/process_notes.py",
        'KIND = "process-note"',
        "KIND = vault.RECORD",
        f"tests/domain/test_process_notes.py {QUICK}",
    ),
    Fault(
        "any therapist of a client reads the process notes on them",
        "portal/domain/access/__init__.py",
        "    (Role.THERAPIST, ProcessNote): all_of(on_my_caseload, author),\n"
        "    (Role.THERAPIST, ProgressNote): all_of(on_my_caseload, author),\n"
        "    (Role.THERAPIST, ProgressAddendum)",
        "    (Role.THERAPIST, ProcessNote): on_my_caseload,\n"
        "    (Role.THERAPIST, ProgressNote): all_of(on_my_caseload, author),\n"
        "    (Role.THERAPIST, ProgressAddendum)",
        f"tests/access/test_rows_of_own_notes.py {QUICK}",
    ),
    Fault(
        "a progress note is kept from the record",
        "portal/domain/progress_notes/words.py",
        "KIND = vault.RECORD",
        'KIND = "progress-note"',
        f"tests/domain/test_progress_notes.py {QUICK}",
    ),
    Fault(
        "a signed note is changed where the row forgets the signature",
        "portal/domain/progress_notes/keeping.py",
        "    if kept.signed_at:\n        raise Signed(text)",
        "    if row.signed_at:\n        raise Signed(text)",
        f"tests/domain/test_progress_notes.py {QUICK}",
    ),
    Fault(
        "looking at goals is not written down for the client",
        "portal/domain/consent/openings.py",
        "        record(actor, Event.GOALS_OPENED, client_id, client_id)",
        "        pass",
        f"tests/therapist_app/test_client_page.py {QUICK}",
    ),
    Fault(
        "goals that stand on a page in whole do not count as opened",
        "portal/domain/consent/openings.py",
        "        remember_opening(actor, *(goal.item_id for goal in found))\n",
        "",
        f"tests/therapist_app/test_client_page.py {QUICK}",
    ),
    Fault(
        "a list tells the result of a questionnaire that was not opened",
        "portal/domain/measures/shared.py",
        ", opened)",
        ")",
        f"tests/therapist_app/test_list_of_clients.py {QUICK}",
    ),
    Fault(
        "the rows of what is not shared are open to a therapist",
        "portal/domain/access/__init__.py",
        "    **{(Role.THERAPIST, each): all_of(on_my_caseload, shared_with_me) for each in OPENED},",
        "    **{(Role.THERAPIST, each): on_my_caseload for each in OPENED},",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "the list of clients tells of a consent with nothing under it",
        "portal/domain/consent/ending.py",
        "live(), has_something)",
        "live())",
        f"tests/therapist_app/test_list_of_clients.py {QUICK}",
    ),
    Fault(
        "a change within chance counts as worse",
        "portal/domain/measures/shared.py",
        ".outcome is Outcome.DETERIORATED",
        ".points > 0",
        f"tests/therapist_app/test_list_of_clients.py {QUICK}",
    ),
]
