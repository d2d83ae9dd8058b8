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
        "year=day.year + years)\n    except",
        "year=day.year + years - 1)\n    except",
        DOMAIN,
    ),
    Fault(
        "a shorter time reaches the records that are there",
        "portal/domain/retention/erasing.py",
        "    return max(row.until or by_now, by_now)\n",
        "    return by_now\n",
        DOMAIN,
    ),
    Fault(
        "a closed account goes after seven days, whatever was said",
        "portal/domain/accounts/closing.py",
        "timedelta(days=settings.here().keep_closed_days)",
        "timedelta(days=7)",
        DOMAIN,
    ),
]
