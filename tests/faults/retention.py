"""Faults about what is kept until when."""

from tests.sabotage import QUICK, Fault

DOMAIN = f"tests/domain/test_retention.py {QUICK}"
FAULTS = [
    Fault(
        "one admin alone erases a record before its date",
        "portal/domain/retention/erasing.py",
        "    if row.early_by_id == admin.person_id:\n",
        "    if row.early_by_id is None:\n",
        DOMAIN,
    ),
    Fault(
        "a record goes a year too early",
        "portal/domain/retention/erasing.py",
        "    years = settings.here().record_years\n",
        "    years = settings.here().record_years - 1\n",
        DOMAIN,
    ),
]
