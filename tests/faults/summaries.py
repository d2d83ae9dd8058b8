"""Faults about words that are marked, and summaries made of what is shared."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a mark parts a letter from its accent",
        "portal/domain/marks.py",
        '    before, found, _ = f"{_END}{_END.join(signs)}{_END}".partition(f"{_END}{_END.join(wanted)}{_END}")',
        '    before, found, _ = f"{_END}{_END.join(signs)}{_END}".partition(f"{_END}{_END.join(wanted)}")',
        f"tests/domain/test_marks.py {QUICK}",
    ),
]
