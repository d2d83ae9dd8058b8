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
    Fault(
        "a hidden place survives in a title",
        "portal/domain/summaries/hiding.py",
        "    title, question = hide.line(quoted.title), hide.text(quoted.question)",
        "    title, question = quoted.title, hide.text(quoted.question)",
        f"tests/domain/test_summaries_sections.py {QUICK}",
    ),
    Fault(
        "a place is hidden only as it was typed",
        "portal/domain/summaries/hiding.py",
        '    parts = unicodedata.normalize("NFKD", sign).casefold()',
        "    parts = sign",
        f"tests/domain/test_summaries_sections.py {QUICK}",
    ),
    Fault(
        "whose goal it is, is not asked again when a summary is made",
        "portal/domain/consent/versions.py",
        "    return [(row, _version(row, thing)) for row, thing in standing.allowed(actor, rows)]",
        "    return [(row, _version(row, row)) for row in rows]",
        f"tests/domain/test_summaries_sections.py {QUICK}",
    ),
    Fault(
        "a preview is no opening",
        "portal/domain/summaries/composing.py",
        "    consent.seen(actor, [one.version for one in opened])\n",
        "",
        f"tests/domain/test_summaries_sections.py {QUICK}",
    ),
    Fault(
        "a working note goes into the client's file",
        "portal/domain/summaries/composing.py",
        "if one not in WORKING",
        "if one",
        f"tests/domain/test_summaries_sections.py {QUICK}",
    ),
    Fault(
        "a form sent again with other words hands over the summary that was made first",
        "portal/domain/summaries/sameness.py",
        "    if replace(before, parts=(), only_parts=frozenset()) != wishes:",
        "    if before.audience is not wishes.audience:",
        f"tests/domain/test_summaries_asking.py {QUICK}",
    ),
]
