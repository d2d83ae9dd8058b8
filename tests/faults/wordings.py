"""Faults about a practice's own words for consent."""

from tests.sabotage import QUICK, Fault

DOMAIN = f"tests/domain/test_wordings.py {QUICK}"
FAULTS = [
    Fault(
        "the receipt leaves out the practice's own words",
        "portal/domain/receipts/wordings.py",
        "(*known, *own), len(own)",
        "(*known,), 0",
        DOMAIN,
    ),
    Fault(
        "a consent forgets under which words of the practice it was given",
        "portal/domain/wordings.py",
        '    return f"{ours}{PLUS}{own.id}" if own else ours\n',
        "    return ours\n",
        DOMAIN,
    ),
    Fault(
        "everybody reads the words in the practice's first language",
        "portal/domain/wordings.py",
        "    return found.get(spoken()) or instead(found, spoken())\n",
        '    return instead(found, "")\n',
        DOMAIN,
    ),
    Fault(
        "words that were read in another language are no longer there when somebody agrees",
        "portal/domain/wordings.py",
        "Row.id == version_id, Row.page == page)",
        "Row.id == version_id, Row.page == page, Row.language == spoken())",
        DOMAIN,
    ),
    Fault(
        "agreeing twice makes two receipts",
        "portal/domain/receipts/agreeing.py",
        "    if wordings.agree(client, said):\n",
        "    if wordings.agree(client, said) or True:\n",
        DOMAIN,
    ),
    Fault(
        "the box is ticked for whoever joins",
        "portal/templates/account/start/agreement.html",
        '"yes", id="yes")',
        '"yes", id="yes", checked=true)',
        f"tests/doors/test_joining.py {QUICK}",
    ),
]
