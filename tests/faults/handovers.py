"""Faults about moves and the board."""

from tests.sabotage import QUICK, Fault

TESTS = f"tests/domain/test_handovers.py {QUICK}"
REFUSED = f"tests/domain/test_handovers_refused.py {QUICK}"
FAULTS = [
    Fault(
        "the date of a move puts a client back who was taken off since",
        "portal/domain/handovers/ending.py",
        "    if row.answered_at is None and works_here",
        "    if works_here",
        TESTS,
    ),
    Fault(
        "whoever looked after a client goes on until somebody sweeps",
        "portal/domain/access/clauses.py",
        "    return and_(assignment.ended_at.is_(None), ends_later)",
        "    return and_(assignment.ended_at.is_(None))",
        TESTS,
    ),
    Fault(
        "some is as good as all",
        "portal/domain/handovers/answering.py",
        "if everything or one.id in things]",
        "if everything or things]",
        TESTS,
    ),
    Fault(
        "a standing consent goes on by itself with the next therapist",
        "portal/domain/consent/handing.py",
        'SO_FAR = "so-far"',
        'SO_FAR = "checkin"',
        TESTS,
    ),
    Fault(
        "the trail tells what a client chose",
        "portal/domain/handovers/answering.py",
        "    record(client, Event.HANDOVER_ANSWERED, row.id, client.person_id)",
        "    record(client, Event.HANDOVER_ANSWERED, row.id, client.person_id, choice=choice)",
        TESTS,
    ),
    Fault(
        "a note that was brought back is handed on",
        "portal/domain/handovers/answering.py",
        "[one for one in things if one.id not in back]",
        "[one for one in things if back or one]",
        TESTS,
    ),
    Fault(
        "what stood is forgotten on the date",
        "portal/domain/caseload/pairs.py",
        "    if handover_id is not None:",
        "    if False:",
        TESTS,
    ),
    Fault(
        "the second of two admins asks the client, too",
        "portal/domain/handovers/asking.py",
        "    if db.session.execute(asked.limit(1)).first() is not None:",
        "    if False:",
        REFUSED,
    ),
    Fault(
        "of several the first are asked before the rest is looked at",
        "portal/domain/handovers/asking.py",
        "terms, ends_at)\n    for assignment in new:\n",
        "terms, ends_at)\n",
        REFUSED,
    ),
    Fault(
        "a question that was taken back can still be answered",
        "portal/domain/handovers/answering.py",
        "    if row.taken_back_at is not None:",
        "    if False:",
        REFUSED,
    ),
    Fault(
        "a client gets a second first therapist",
        "portal/domain/caseload/waiting.py",
        "where(Assignment.therapist_id != therapist_id).limit(1)) is not None:",
        "where(Assignment.therapist_id != therapist_id).limit(1)) is False:",
        f"tests/doors/test_board.py {QUICK}",
    ),
    Fault(
        "a balance leaves nobody where they are",
        "portal/domain/caseload/balance.py",
        "        for pair in staying[:over]:",
        "        for pair in staying:",
        f"tests/doors/test_board.py {QUICK}",
    ),
    Fault(
        "the next therapist hears of an answer only when something opens",
        "portal/domain/handovers/answering.py",
        "    mail.notify(client, row.therapist_id, mail.Kind.SOMETHING_NEW)  # for each of the three answers\n",
        "",
        f"tests/domain/test_handover_mails.py {QUICK}",
    ),
]
