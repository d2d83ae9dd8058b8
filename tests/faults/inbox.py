"""Faults about the inbox: what is counted, what is an opening, what is undone."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a look that nobody settled is forgotten",
        "portal/domain/inbox/looking.py",
        "            _count(reader, found, item, client_id)\n",
        "            found.shown_at = None\n",
        f"tests/domain/test_triage.py {QUICK}",
    ),
    Fault(
        "skimming is an opening",
        "portal/domain/inbox/looking.py",
        "        if row.shown_at <= now() - LOOK:\n",
        "        if row.shown_at <= now():\n",
        f"tests/domain/test_triage.py {QUICK}",
    ),
    Fault(
        "putting everything away opens it",
        "portal/domain/inbox/triage.py",
        "    for row in rows_of(actor, wanted):\n",
        "    [act(actor, version.thing_id) for version in wanted.values()]\n    for row in rows_of(actor, wanted):\n",
        f"tests/domain/test_triage.py {QUICK}",
    ),
    Fault(
        "the number in the navigation counts people one no longer looks after",
        "portal/domain/inbox/piles.py",
        "        .where(readable(Person, actor).where(Person.id == writer.person_id).exists().correlate(writer))\n",
        "",
        f"tests/domain/test_triage.py {QUICK}",
    ),
    Fault(
        "any therapist of a client reads what another has answered",
        "portal/domain/access/__init__.py",
        "by_me_as_reader,\n    (Role.THERAPIST, Reply): all_of(on_my_caseload, by_me_as_reader),",
        "by_me_as_reader,\n    (Role.THERAPIST, Reply): on_my_caseload,",
        f"tests/access/test_rows_of_the_inbox.py {QUICK}",
    ),
]
