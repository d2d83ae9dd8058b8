"""Faults about Today."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "Today grows with everything that is due",
        "portal/domain/today.py",
        "    lines = tuple(_lines(actor, cards))[:MOST_LINES]",
        "    lines = tuple(_lines(actor, cards))",
        f"tests/domain/test_today.py {QUICK}",
    ),
    Fault(
        "a reminder to check in stands nowhere",
        "portal/domain/today.py",
        "        if about is not About.REVISIT or not talk:",
        "        if about is About.WRITE:",
        f"tests/domain/test_today.py {QUICK}",
    ),
    Fault(
        "a quiet place of the client's room lost its door",
        "portal/templates/layouts/_quiet.html",
        '  ("measures", _("Questionnaires"), "file-text", url_for("client.measures.index")),\n',
        "",
        f"tests/client_app/test_ways.py {QUICK}",
    ),
]
