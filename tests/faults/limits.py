"""Faults in how fast one may ask."""

from tests.sabotage import QUICK, Fault

TESTS = f"tests/domain/test_limits.py {QUICK}"

FAULTS = [
    Fault(
        "a limit that never comes",
        "portal/domain/limits.py",
        "    row.paid_until = paid_until\n",
        "    row.paid_until = moment\n",
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
