"""Faults at the operators' door, in what they arrange, and at a practice's own host."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a code of an operator's second factor is good twice",
        "portal/domain/operators/coming_in.py",
        "Operator.last_step < step).values",
        "Operator.last_step <= step).values",
        f"tests/domain/test_operators.py {QUICK} -k good_once",
    ),
    Fault(
        "a removed practice leaves its trail",
        "portal/domain/operators/removing.py",
        "        for trail in (AuditRow, AuditHead):",
        "        for trail in (AuditHead,):",
        f"tests/domain/test_operators.py {QUICK} -k leaves_no_row",
    ),
    Fault(
        "another practice is found at the own host of one",
        "portal/domain/practices.py",
        "        return found[0] if is_its_own else None",
        "        return found[-1]",
        f"tests/doors/test_hosts.py {QUICK} -k whose_door",
    ),
]
