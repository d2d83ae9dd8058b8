"""Checks a file of consent receipts, without a network or an account.

    python check_receipts.py receipts.json

Add the number and the signs that stand on the page or on paper, and a cut or wholly rewritten file shows as well:

    python check_receipts.py receipts.json 12 3f9a0c41d2b7

It ends with 0 when everything fits, with 1 when something does not, with 2 when there is nothing it can check.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START = "0" * 64
SHORTEST = 12  # signs of the head's hash that are compared at least
ELEMENTS = {
    *("format", "number", "previous", "act", "at", "written_at", "from", "held_by", "to", "what", "consents"),
    *("purpose", "opens_at", "until", "wording", "language", "stop", "not_undone", "signed", "later"),
}
OPENING = {"given", "replaced", "end-changed", "opened-now", "standing-given"}
NEEDED = ("from", "held_by", "to", "what", "purpose", "wording", "language", "stop", "not_undone", "signed", "consents")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: of two, a reader might see the other one."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def digest(receipt: Any) -> str:
    """The hash of one receipt: its JSON with names in order and no spaces, in UTF-8."""
    plain = json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def problems(receipts: list[Any], head: Any) -> Iterator[str]:
    """What does not fit, as sentences; only the first break of the chain, for all after it follows from that."""
    before = START
    for number, receipt in enumerate(receipts, start=1):
        if not isinstance(receipt, dict) or receipt.get("number") != number:
            yield f"Where receipt {number} belongs, there is another one, or none."
            return
        if receipt.get("previous") != before:
            yield f"Receipt {number} does not follow from the one before it: one of the two was changed."
            return
        if set(receipt) != ELEMENTS:
            yield f"Receipt {number} has elements too few or too many."
        elif receipt["act"] in OPENING and not all(receipt[name] for name in NEEDED):
            yield f"Receipt {number} lacks an element of a consent."
        before = digest(receipt)
    if not isinstance(head, dict) or head.get("number") != len(receipts) or head.get("hash") != before:
        yield "The end of the file does not fit: the last receipt was changed, or receipts are missing after it."


def told(receipts: list[Any], number: str, signs: str) -> Iterator[str]:
    """The same for what stands on the page or on paper."""
    wanted = signs.replace(" ", "").lower()
    if not number.isdigit() or len(wanted) < SHORTEST:
        yield f"Give the number of a receipt and at least {SHORTEST} signs of its hash, as they stand there."
    elif not 0 < int(number) <= len(receipts):
        yield f"There is no receipt {number} in this file: the end was cut off."
    elif not digest(receipts[int(number) - 1]).startswith(wanted):
        yield f"Receipt {number} is another one than the one whose signs you gave."


def main(arguments: list[str]) -> int:
    """Print what was found; gives the number to end with."""
    if len(arguments) not in {1, 3}:
        print(__doc__)
        return 2
    try:
        whole = json.loads(Path(arguments[0]).read_text(encoding="utf-8"), object_pairs_hook=once)
        receipts, head = whole["receipts"], whole["head"]
        if whole["format"] != "harbour-receipts-1" or not isinstance(receipts, list):
            raise ValueError("another format")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as problem:
        print(f"This file cannot be read as receipts: {problem}.")
        return 2
    found = list(problems(receipts, head))
    if not found and len(arguments) > 1:
        found = list(told(receipts, *arguments[1:]))
    for sentence in found:
        print(sentence)
    if found:
        print("This file is not as it was written.")
        return 1
    print(f"{len(receipts)} receipts. Each follows from the one before it, and none is missing between them.")
    if len(arguments) == 1:
        print("Whether the end was cut off, or all of it written anew, shows only beside the number and the signs that")
        print("stand on the page or on paper. Give them as well.")
    else:
        print(f"Receipt {arguments[1]} is the one whose signs you gave. Nothing up to it was changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
