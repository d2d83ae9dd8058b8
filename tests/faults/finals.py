"""Faults about summaries that are final, what amends them, and whom they are given to."""

from tests.sabotage import QUICK, Fault

FINALS, GIVING = (f"tests/domain/test_summaries_{part}.py {QUICK}" for part in ("finals", "giving"))
FAULTS = [
    Fault(
        "a final can be removed",
        "portal/domain/summaries/finishing.py",
        "    if card.is_final:\n        raise Conflict(",
        "    if False:\n        raise Conflict(",
        FINALS,
    ),
    Fault(
        "a final goes by itself when its time is over",
        "portal/domain/summaries/sweeping.py",
        "Summary.made_at <= moment - KEPT, Summary.removed_at.is_(None), ~is_final)",
        "Summary.made_at <= moment - KEPT, Summary.removed_at.is_(None))",
        FINALS,
    ),
    Fault(
        "what was withdrawn meanwhile becomes final",
        "portal/domain/summaries/finishing.py",
        "    if card.stage in (Stage.CHANGED, Stage.WITHDRAWN):",
        "    if card.stage is Stage.CHANGED:",
        FINALS,
    ),
    Fault(
        "nobody looks whether a final was altered",
        "portal/domain/summaries/finishing.py",
        'or hashlib.sha256(row.body or b"").digest() != row.digest',
        "or not row.digest",
        FINALS,
    ),
    Fault(
        "what was made for the therapist alone is given",
        "portal/domain/summaries/giving.py",
        ".audience == CLIENT",
        '.audience != ""',
        GIVING,
    ),
    Fault(
        "a final that quotes what was withdrawn is given",
        "portal/domain/summaries/giving.py",
        "    if card.stage is not Stage.READY:\n        raise",
        "    if card.stage is Stage.CHANGED:\n        raise",
        GIVING,
    ),
    Fault(
        "put away, a summary can still be opened with its key",
        "portal/domain/summaries/giving.py",
        "            vault.unshare(owner_id, [item_id], grant_id)",
        "            pass",
        GIVING,
    ),
    Fault(
        "an easy password closes a copy",
        "portal/domain/summaries/copying.py",
        "    chosen = acceptable(password)",
        "    chosen = password",
        GIVING,
    ),
    Fault(
        "a summary that was given is everybody's",
        "portal/domain/access/__init__.py",
        "    (Role.CLIENT, Given): own,\n    (Role.CLIENT, HelpLine)",
        "    (Role.CLIENT, Given): own,\n    (Role.ADMIN, Given): everyone_here,\n    (Role.CLIENT, HelpLine)",
        f"tests/access/test_files_rows.py {QUICK}",
    ),
]
