"""Faults about questionnaires: words, counting, chance, and what comes first."""

from tests.sabotage import QUICK, Fault

COUNTING = f"tests/domain/test_measures_scores.py {QUICK}"
FAULTS = [
    Fault(
        "a questionnaire may be reworded",
        "portal/domain/measures/loading.py",
        '    if said["sha256"] != item.fingerprint():',
        "    if False:",
        f"tests/domain/test_measures_packs.py {QUICK}",
    ),
    Fault(
        "a question asked the other way round is not turned",
        "portal/domain/measures/scores.py",
        "return item.lowest + item.highest - value if item.reverse else value",
        "return value",
        COUNTING,
    ),
    Fault(
        "a total in spite of missing answers",
        "portal/domain/measures/scores.py",
        "if not values or missing > pack.missing.at_most:",
        "if not values:",
        COUNTING,
    ),
    Fault(
        "chance is taken for change",
        "portal/domain/measures/change.py",
        "return sqrt(2 * standard_error(sd, reliability) ** 2)",
        "return standard_error(sd, reliability)",
        COUNTING,
    ),
    Fault(
        "somebody who left goes on asking",
        "portal/domain/access/__init__.py",
        "(Role.CLIENT, MeasureAsked): all_of(own, by_my_therapist),",
        "(Role.CLIENT, MeasureAsked): own,",
        f"tests/domain/test_measures_asked.py {QUICK}",
    ),
    Fault(
        "a questionnaire is known by its length",
        "portal/domain/measures/reading.py",
        ".encode().ljust(SIZE)",
        ".encode()",
        f"tests/domain/test_measures.py {QUICK}",
    ),
    Fault(
        "the total stands before the help",
        "client_app/templates/client/measures/show.html",
        '  {% if page.has_risk %}{% include "client/measures/_help_first.html" %}{% endif %}\n'
        '  <section class="card" aria-label="{{ _("Your answers") }}">{{ reading_measure(page) }}</section>\n',
        '  <section class="card" aria-label="{{ _("Your answers") }}">{{ reading_measure(page) }}</section>\n'
        '  {% if page.has_risk %}{% include "client/measures/_help_first.html" %}{% endif %}\n',
        f"tests/client_app/test_questionnaires.py {QUICK}",
    ),
]
