"""Faults about receipts of consent."""

from tests.sabotage import QUICK, Fault

DOMAIN = f"tests/domain/test_receipts.py {QUICK}"
FAULTS = [
    Fault(
        "a receipt leaves out the right to stop",
        "portal/domain/receipts/writing.py",
        '        "stop": stop,\n',
        '        "stop": None,\n',
        DOMAIN,
    ),
    Fault(
        "two receipts follow the same one",
        "portal/domain/receipts/writing.py",
        '"previous": end.hash}',
        '"previous": START}',
        DOMAIN,
    ),
    Fault(
        "a receipt is written outside the transaction of the act",
        "portal/domain/receipts/writing.py",
        "    vault.write(actor.unlocked(), KIND, json.dumps(kept, ensure_ascii=False).encode(), row.id)\n",
        "    vault.write(actor.unlocked(), KIND, json.dumps(kept, ensure_ascii=False).encode(), row.id)\n"
        "    db.session.commit()\n",
        DOMAIN,
    ),
    Fault(
        "stopping makes no receipt",
        "portal/domain/consent/sharing.py",
        "        number = receipts.write(actor, Act.STOPPED, reader_id, what)\n",
        "        number = None if what else 0\n",
        DOMAIN,
    ),
    Fault(
        "what happened without keys is never found",
        "portal/domain/receipts/happened.py",
        'if not line.detail.get("receipt")]',
        "if not line.seq]",
        DOMAIN,
    ),
    Fault(
        "the script does not look at the hash of the one before",
        "portal/assets/check_receipts.py",
        '        if receipt.get("previous") != before:',
        "        if False:",
        f"tests/client_app/test_receipt_pages.py {QUICK}",
    ),
]
