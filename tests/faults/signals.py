"""Faults about marks that wait with a therapist."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a mark is raised without a consent",
        "portal/domain/signals/raising.py",
        "    if access is None or therapist_id not in",
        "    if False and therapist_id not in",
        f"tests/domain/test_signals.py {QUICK}",
    ),
    Fault(
        "a mark outlives the consent to what it is about",
        "portal/domain/signals/standing.py",
        "        if row.id in theirs.now and about(",
        "        if row.id in theirs.now or about(",
        f"tests/domain/test_signals.py {QUICK}",
    ),
    Fault(
        "a mark is shown in its hold",
        "portal/domain/signals/standing.py",
        "        if opens_at <= now():",
        "        if opens_at:",
        f"tests/domain/test_signals.py {QUICK}",
    ),
    Fault(
        "whoever covers reads what a mark is about",
        "portal/domain/signals/raising.py",
        "    vault.share(keys, [item_id], grant)",
        "    vault.share(keys, [item_id], grant)\n"
        "    from portal.domain import rhythm\n"
        "    if stand_in := rhythm.of(client, therapist_id).cover_id:\n"
        "        wide = vault.give(keys, vault.principal_of(stand_in).id, vault.CHOSEN, PURPOSE, WORDING)\n"
        "        vault.share(keys, [item_id], wide)",
        f"tests/domain/test_signals.py {QUICK}",
    ),
    Fault(
        "a mark is passed on after it was answered",
        "portal/domain/signals/passing.py",
        "select(Signal).where(Signal.answered_at.is_(None), Signal.paused_at.is_(None)).with_for_update(",
        "select(Signal).with_for_update(",
        f"tests/domain/test_signals_passing.py {QUICK}",
    ),
    Fault(
        "the second of two answers takes the place of the first",
        "portal/domain/signals/answering.py",
        "    if row.answered_by_id != actor.person_id or _noted(actor, row.id) != note:",
        "    if not _noted(actor, row.id):",
        f"tests/domain/test_signals.py {QUICK}",
    ),
    Fault(
        "the row of a mark tells what it is about",
        "portal/domain/signals/standing.py",
        "    return stamp(ring().pepper, KIND, practice_id, signal_id, item_id)",
        "    return item_id.bytes + signal_id.bytes",
        f"tests/domain/test_signals.py {QUICK}",
    ),
]
