"""Faults about check-ins and help."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a correction opens what was written before the consent",
        "portal/domain/vault/items.py",
        "    among = None if like is None else",
        "    among = None if True else",
        f"tests/domain/test_consent_streams.py {QUICK}",
    ),
    Fault(
        "the moment of an item tells that the support card was put away",
        "portal/domain/mood/own.py",
        "written_at=written_at)",
        "written_at=None)",
        f"tests/domain/test_mood_support.py {QUICK}",
    ),
    Fault(
        "the words of a check-in lie in the same item as its level",
        "portal/domain/mood/writing.py",
        "vault.write(actor.unlocked(), KIND_WORDS, words.to_bytes(), words_of(row.id)",
        "vault.write(actor.unlocked(), KIND, words.to_bytes(), words_of(row.id)",
        f"tests/domain/test_mood.py {QUICK}",
    ),
    Fault(
        "the middle of seven days is drawn on a day without a check-in",
        "portal/core/statistics.py",
        "        found.append(median(seen) if value is not None and len(seen) >= least else None)",
        "        found.append(median(seen) if len(seen) >= least else None)",
        f"tests/core/test_statistics.py {QUICK}",
    ),
    Fault(
        "the support card comes back after it was put away",
        "portal/domain/mood/support.py",
        "    return Support(lows[-1].id) if any(low.id not in seen for low in lows) else None",
        "    return Support(lows[-1].id)",
        f"tests/domain/test_mood_support.py {QUICK}",
    ),
    Fault(
        "the support card leads to another check-in than the one it came from",
        "portal/domain/mood/support.py",
        "    return Support(lows[-1].id) if any",
        "    return Support(lows[0].id) if any",
        f"tests/client_app/test_check_in_words.py {QUICK}",
    ),
    Fault(
        "every pattern is shown that a single test would show",
        "portal/domain/mood/patterns.py",
        "    stands_out = benjamini_hochberg([shifted.p for _, shifted in tested], Q)",
        "    stands_out = [shifted.p <= Q for _, shifted in tested]",
        f"tests/domain/test_mood_patterns.py {QUICK}",
    ),
    Fault(
        "the night is of the calendar's day, whenever a day begins",
        "portal/domain/accounts/zones.py",
        "    return day_of(moment, zone_name or own_zone, begins)",
        "    return day_of(moment, zone_name or own_zone)",
        f"tests/domain/test_mood.py {QUICK}",
    ),
]
