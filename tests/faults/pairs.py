"""Faults about two people who are one."""

from tests.sabotage import QUICK, Fault

PAIRS = f"tests/domain/test_pairs.py {QUICK}"
HERE = "portal/domain/accounts/pairs.py"

FAULTS = [
    Fault(
        "a second account of one's own ends the two days",
        "portal/domain/recovery/helping.py",
        "    if row.approved_by and not accounts.are_two(row.approved_by, officer, row.asked_at):\n"
        "        raise Conflict(NOT_TWO)\n",
        "",
        PAIRS,
    ),
    Fault(
        "a second account of one's own opens the record",
        "portal/domain/emergency/asking.py",
        "    if not _are_two(row, second):\n        raise Conflict(NOT_TWO)\n",
        "",
        PAIRS,
    ),
    Fault(
        "a second account of one's own erases early",
        "portal/domain/retention/erasing.py",
        "    if not accounts.are_two(row.early_by_id, admin, row.early_at or now()):\n"
        "        raise Conflict(NOT_TWO)\n",
        "",
        PAIRS,
    ),
    Fault(
        "whoever came this minute is a second person",
        HERE,
        "not _stands(second, asked_at - STANDING)",
        "not _stands(second, asked_at)",
        PAIRS,
    ),
    Fault(
        "hands reach no further than one",
        HERE,
        "        left |= _brought_by(one, since) - seen\n",
        "        seen |= _brought_by(one, since)\n",
        PAIRS,
    ),
    Fault(
        "an invitation laid by makes a second person",
        HERE,
        "            return joined_at is None or joined_at > since\n",
        "            return line.at > since\n",
        PAIRS,
    ),
    Fault(
        "a colleague's account taken over is a second person",
        HERE,
        "        return line.subject_id in used if line.event in _HELPED else",
        "        return False if line.event in _HELPED else",
        PAIRS,
    ),
]
