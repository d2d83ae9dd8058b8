"""Faults about the vault."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    # -- the vault
    Fault(
        "text stored in clear",
        "portal/domain/vault/items.py",
        '    row["body"] = box(',
        '    row["body"] = data + box(',
        f"tests/domain/vault tests/journeys/test_canary.py {QUICK}",
    ),
    Fault(
        "a stretched date is not noticed",
        "portal/domain/vault/seals.py",
        "        grant.given_at,\n        grant.expires_at,\n    )",
        "        grant.given_at,\n    )",
        f"tests/domain/vault {QUICK}",
    ),
    Fault(
        "a planted public key is sealed to",
        "portal/domain/vault/seals.py",
        "    if not same(principal.stamp, stamp_of(principal)):",
        "    if False:",
        f"tests/domain/vault {QUICK}",
    ),
]
