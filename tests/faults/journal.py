"""Faults about notes: what stands beside them, deleting, and the structure in their words."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a deleted note still shows to its reader",
        "portal/domain/access/__init__.py",
        "(Role.THERAPIST, Entry): all_of(on_my_caseload, shared_with_me, kept),",
        "(Role.THERAPIST, Entry): all_of(on_my_caseload, shared_with_me),",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "a deleted note goes on being shared",
        "portal/domain/journal/deleting.py",
        "        vault.unshare(owner_id, item_ids, grant_id)",
        "        del owner_id, item_ids, grant_id",
        f"tests/domain/test_journal_deleting.py {QUICK}",
    ),
    Fault(
        "a row that is held is taken as it was read before",
        "portal/domain/access/__init__.py",
        ".with_for_update().execution_options(populate_existing=True)",
        ".with_for_update()",
        f"tests/access/test_holding.py {QUICK}",
    ),
    Fault(
        "tags lie in the note's own item",
        "portal/domain/journal/margin.py",
        'KIND = "entry-margin"',
        'KIND = "entry"',
        f"tests/domain/test_journal_margin.py {QUICK}",
    ),
    Fault(
        "the last window's tags win in silence",
        "portal/domain/journal/margin.py",
        "    if entry.margin != base:",
        "    if False:",
        f"tests/domain/test_journal_margin.py {QUICK}",
    ),
    Fault(
        "any address is a link",
        "portal/core/markdown.py",
        "OURS.fullmatch(url) is not None",
        "True",
        "tests/core/test_markdown.py",
    ),
    Fault(
        "what lies too deep is dropped",
        "portal/core/markdown.py",
        "if any(token.level + token.nesting >= DEEPEST for token in tokens):",
        "if not tokens:",
        "tests/core/test_markdown.py",
    ),
    Fault(
        "what is let go has a name a form could send",
        "client_app/templates/client/journal/let_go.html",
        'id="let-go" rows',
        'id="let-go" name="body" rows',
        f"tests/client_app/test_beside_notes.py {QUICK}",
    ),
]
