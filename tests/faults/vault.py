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
    Fault(
        "what one reader's key has opened opens for whoever bears their name",
        "portal/domain/vault/reading.py",
        "held(keys)\n",
        "held(keys.principal_id)\n",
        f"tests/domain/vault/test_vault_reading.py {QUICK}",
    ),
    Fault(
        "keys that were opened are held after the unit of work",
        "portal/core/db.py",
        '    for of_this_unit in ("wrote", "held"):',
        '    for of_this_unit in ("wrote",):',
        f"tests/domain/vault/test_vault_reading.py {QUICK}",
    ),
]
