"""Faults in how fast one may ask."""

from tests.sabotage import QUICK, Fault

TESTS = f"tests/domain/test_limits.py {QUICK}"

FAULTS = [
    Fault(
        "a limit that never comes",
        "portal/domain/limits.py",
        "        row.paid_until = max(row.paid_until, moment) + count * limit.every\n",
        "        row.paid_until = moment\n",
        TESTS,
    ),
    Fault(
        "each admin has a count of their own, and the practice none",
        "portal/domain/limits.py",
        "    if act in OF_ALL:",
        "    if not act:",
        TESTS,
    ),
    Fault(
        "whoever is refused by the practice's limit has paid all the same",
        "portal/domain/limits.py",
        "    if left > timedelta():  # before any of them pays\n",
        "    rows[0][0].paid_until += LIMITS[act].every\n    if left > timedelta():\n",
        TESTS,
    ),
    Fault(
        "files of a client are made without end",
        "portal/domain/files/asking.py",
        "        limits.use(actor, limits.Act.FILE)",
        "        pass",
        TESTS,
    ),
    Fault(
        "every password hash finds a place",
        "portal/core/crypto.py",
        "threading.BoundedSemaphore(6)",
        "threading.BoundedSemaphore(600)",
        TESTS,
    ),
]
