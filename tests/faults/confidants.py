"""Faults about somebody a client trusts."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "the office renews the invitation of somebody a client trusts",
        "portal/domain/invitations/inviting.py",
        " or Role.CONFIDANT in accounts.roles_of(person_id):",
        ":",
        f"tests/domain/test_confidants.py {QUICK}",
    ),
    Fault(
        "an answer is sealed to everybody who was ever answered",
        "portal/domain/consent/replies.py",
        "principal_of(given.client_id).id, vault.CHOSEN, PURPOSE, receipts",
        "principal_of(given.client_id).id, KIND, PURPOSE, receipts",
        f"tests/domain/test_answers.py {QUICK}",
    ),
    Fault(
        "trust that has ended is not asked for",
        "portal/domain/access/__init__.py",
        "    (Role.CONFIDANT, Entry): all_of(trusts_me, shared_with_me, kept),",
        "    (Role.CONFIDANT, Entry): all_of(shared_with_me, kept),",
        f"tests/domain/test_confidants.py {QUICK}",
    ),
    Fault(
        "what is opened to somebody trusted never ends",
        "portal/domain/consent/sharing.py",
        "    if known.days is None:\n        return until\n",
        "    if known:\n        return until\n",
        f"tests/domain/test_confidants.py {QUICK}",
    ),
    Fault(
        "a client lets somebody in whom they do not trust",
        "portal/domain/confidants.py",
        "    _standing(actor, person_id)\n    limits.use(actor, limits.Act.TRUST)\n",
        "    limits.use(actor, limits.Act.TRUST)\n",
        f"tests/domain/test_confidants.py {QUICK}",
    ),
    Fault(
        "whoever is let back in loses what was open to them",
        "portal/domain/invitations/inviting.py",
        "    vault.follow(actor.unlocked(), person.id)\n",
        "",
        f"tests/domain/test_confidants.py {QUICK}",
    ),
]
