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
        "a day to come back that was changed later is forgotten",
        "portal/domain/conversation/talks.py",
        "_older)\n    record(actor, Event.CONVERSATION_KEPT, row.id, actor.person_id, v",
        "_older) if False else None\n    record(actor, Event.CONVERSATION_KEPT, row.id, actor.person_id, v",
        f"tests/domain/test_conversation.py {QUICK}",
    ),
    Fault(
        "the reminder of a conversation stays when it is removed",
        "portal/domain/conversation/talks.py",
        "        days.remind(actor, read(actor, talk_id).reminder_id, None)\n",
        "        read(actor, talk_id)\n",
        f"tests/domain/test_conversation.py {QUICK}",
    ),
    Fault(
        "therapists read plans of conversations",
        "portal/domain/access/__init__.py",
        "    (Role.CLIENT, Resource)",
        "    (Role.THERAPIST, Conversation): on_my_caseload,\n    (Role.CLIENT, Resource)",
        f"tests/access/test_rows_of_steady.py {QUICK}",
    ),
]
