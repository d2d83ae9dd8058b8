"""Faults about cards for hard moments, conversations and the library."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a card tells by its place what it is for",
        "portal/domain/steady.py",
        "    secrets.SystemRandom().shuffle(slots)\n",
        "    secrets.SystemRandom()\n",
        f"tests/domain/test_steady.py {QUICK}",
    ),
    Fault(
        "a card wins silently over another window",
        "portal/domain/steady.py",
        "    if base_version != kept.version and not kept.is_empty:",
        "    if False:",
        f"tests/domain/test_steady.py {QUICK}",
    ),
    Fault(
        "whoever may be afraid is coached all the same",
        "client_app/conversation.py",
        '    if form["afraid"].data != NO:',
        "    if False:",
        f"tests/client_app/test_steady_pages.py {QUICK}",
    ),
    Fault(
        "therapists read plans of conversations",
        "portal/domain/access.py",
        "    (Role.CLIENT, Conversation): own,\n    (Role.CLIENT, Resource)",
        "    (Role.CLIENT, Conversation): own,\n    (Role.THERAPIST, Conversation): on_my_caseload,\n"
        "    (Role.CLIENT, Resource)",
        f"tests/access/test_rows_of_steady.py {QUICK}",
    ),
]
