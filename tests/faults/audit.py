"""Faults about the log of the office."""

from tests.sabotage import QUICK, Fault

DOMAIN = f"tests/domain/test_office_log.py {QUICK}"
FAULTS = [
    Fault(
        "an admin reads when somebody they trust has opened something",
        "portal/domain/audit/words.py",
        " or role is Role.CONFIDANT:",
        ":",
        DOMAIN,
    ),
    Fault(
        "the place of a line is not sealed",
        "portal/domain/audit/chain.py",
        'CHAINED if row["place"] is None else (*CHAINED, *FOR_THE_OFFICE)',
        "CHAINED",
        DOMAIN,
    ),
]
