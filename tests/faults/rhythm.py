"""Faults about when a therapist reads, who covers and when they are away."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "somebody who does not work here any more covers",
        "portal/domain/rhythm.py",
        "        covering, (covering.id == rows.Rhythm.cover_id) & covering.closed_at.is_(None) & still_here",
        "        covering, (covering.id == rows.Rhythm.cover_id) & covering.closed_at.is_(None)",
        f"tests/domain/test_rhythm.py {QUICK}",
    ),
    Fault(
        "a therapist is away for ever",
        "portal/domain/rhythm.py",
        "    if away and away.back_on <= today:",
        "    if False:",
        f"tests/domain/test_rhythm.py {QUICK}",
    ),
    Fault(
        "any client reads any therapist's days",
        "portal/domain/access/__init__.py",
        "    (Role.CLIENT, Rhythm): by_my_therapist,",
        "    (Role.CLIENT, Rhythm): everyone_here,",
        f"tests/domain/test_rhythm.py {QUICK}",
    ),
]
