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
        "an admin reads under whose name a sign-in failed",
        "portal/domain/audit/looking.py",
        "NAMELESS = frozenset({Event.SIGN_IN_FAILED})",
        "NAMELESS: frozenset[Event] = frozenset()",
        DOMAIN,
    ),
    Fault(
        "the archive of an access request tells how a move was answered",
        "portal/domain/disclosures/about.py",
        "            not_(Grant.wording.startswith(HANDED_ON, autoescape=True)),\n",
        "",
        f"tests/domain/test_handovers.py {QUICK}",
    ),
    Fault(
        "the place of a line is not sealed",
        "portal/domain/audit/chain.py",
        'CHAINED if row["place"] is None else (*CHAINED, *FOR_THE_OFFICE)',
        "CHAINED",
        DOMAIN,
    ),
    Fault(
        "a look at the chain sees two moments",
        "portal/core/db.py",
        'if session.info.get("one_moment"):',
        'if session.info.get("one_moments"):',
        "tests/core/test_db.py -k one_moment",
    ),
    Fault(
        "the office's log has the id of what was shared",
        "portal/domain/audit/looking.py",
        "row.subject_id if shown.kind is Kind.OFFICE else None",
        "row.subject_id",
        f"tests/domain/test_office_log.py {QUICK}",
    ),
]
