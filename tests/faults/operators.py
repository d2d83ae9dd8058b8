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
        f"tests/domain/test_removing.py {QUICK} -k leaves_no_row",
    ),
    Fault(
        "a practice that is to be removed is shut meanwhile",
        "portal/domain/operators/care.py",
        '"leaving_said_at": None, "paused_at": None}',
        '"leaving_said_at": None, "paused_at": now()}',
        f"tests/domain/test_removing.py {QUICK} -k leaves_no_row",
    ),
    Fault(
        "nobody is told that their practice is removed",
        "portal/domain/operators/care.py",
        '            if "leaves_at" in values or ',
        "            if ",
        f"tests/domain/test_removing.py {QUICK} -k told_of_a_removal",
    ),
    Fault(
        "the word of a removed practice is free for the next one",
        "portal/domain/operators/removing.py",
        "for_ever=not is_made_up",
        "for_ever=is_made_up",
        f"tests/domain/test_removing.py {QUICK} -k leaves_no_row",
    ),
    Fault(
        "the operators' pages answer under any name",
        "portal/web/operators.py",
        "if slug is not None or not site.is_own(host):",
        "if slug is not None:",
        f"tests/doors/test_operator_door.py {QUICK} -k own_address_alone",
    ),
    Fault(
        "a passkey of another name counts as a second step here",
        "portal/domain/factors/rows.py",
        "    return or_(Row.kind != PASSKEY, func.coalesce(Row.rp_id, own) == func.coalesce(theirs, own))",
        "    return or_(Row.kind != PASSKEY, func.coalesce(Row.rp_id, own) != func.coalesce(theirs, 'x'))",
        f"tests/domain/test_passkeys.py {QUICK} -k under_another_host",
    ),
    Fault(
        "a change of host strands passkeys without a word",
        "portal/domain/operators/care.py",
        "    if lost and not is_understood:",
        "    if lost and is_understood:",
        f"tests/domain/test_passkeys.py {QUICK} -k under_another_host",
    ),
    Fault(
        "an archive that is half written is taken for one",
        "portal/domain/operators/archives.py",
        'PART = ".part"',
        'PART = ".zip"',
        f"tests/domain/test_removing.py {QUICK} -k made_once_whole",
    ),
    Fault(
        "an operator who is none any more gets an archive",
        "portal/domain/operators/archives.py",
        "Operator.id == task.asked_by, Operator.ended_at.is_(None)",
        "Operator.id == task.asked_by",
        f"tests/domain/test_removing.py {QUICK} -k made_once_whole",
    ),
    Fault(
        "lines of the log beyond one file are left out of an access request",
        "portal/jobs/disclosures.py",
        "        is_more = before is not None\n",
        "        is_more = False\n",
        f"tests/doors/test_access_requests.py {QUICK} -k left_out",
    ),
    Fault(
        "whoever is no admin any more gets what was gathered",
        "portal/domain/disclosures/asking.py",
        " or Role.ADMIN not in accounts.roles_of(task.asked_by)",
        "",
        f"tests/doors/test_access_requests.py {QUICK} -k no_admin",
    ),
    Fault(
        "another practice is found at the own host of one",
        "portal/domain/practices.py",
        "        return found[0] if is_its_own else None",
        "        return found[-1]",
        f"tests/doors/test_hosts.py {QUICK} -k whose_door",
    ),
]
