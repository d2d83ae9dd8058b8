"""Faults about what can be shared, and what is taken back."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a mail about what was taken back unseen still waits",
        "portal/domain/consent/sharing.py",
        "        _take_away(waiting)\n        mail.take_back(reader_id)\n",
        "        _take_away(waiting)\n",
        f"tests/domain/test_mail_taken_back.py {QUICK}",
    ),
    Fault(
        "lists of one's own can be shared",
        "portal/domain/consent/sharing.py",
        "    if not kind.is_for_others(vault.read_one(actor.unlocked(), item_id)):",
        "    if False:",
        f"tests/client_app/test_sharing_kinds.py {QUICK}",
    ),
    Fault(
        "stopping leaves the words of a check-in open",
        "portal/domain/consent/sharing.py",
        "    things = [thing_id, *([beside(thing_id)] if beside else [])]",
        "    things = [thing_id]",
        f"tests/client_app/test_sharing_kinds.py {QUICK}",
    ),
    Fault(
        "a button says only for me where it opens by itself",
        "client_app/sharing/badges.py",
        "consent.covered(me()).get(kind, [])",
        'consent.covered(me()).get("none", [])',
        f"tests/client_app/test_sharing_kinds.py {QUICK}",
    ),
]
