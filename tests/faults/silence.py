"""Faults that let the pages of others hint at what a client keeps to themselves."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "the list of clients tells who has written most",
        "portal/domain/caseload/pairs.py",
        "    return _known(rows.where(Assignment.therapist_id == therapist.person_id))",
        "    from portal.models.vault import Item\n\n"
        "    found = _known(rows.where(Assignment.therapist_id == therapist.person_id))\n"
        "    kept = db.session.query(Item).count()\n"
        '    return [Known(one.id, f"{one.name} ({kept})", one.since) for one in found]',
        f"tests/access/test_silence.py {QUICK}",
    ),
    Fault(
        "the log tells what stands on a card for hard moments",
        "portal/domain/steady.py",
        "    return _write(actor, kept, typed)",
        '    import logging\n\n    logging.getLogger("portal").info("kept %s", typed)\n'
        "    return _write(actor, kept, typed)",
        f"tests/journeys/test_canary.py {QUICK}",
    ),
    Fault(
        "how a conversation went stands beside the name in the office",
        "portal/domain/conversation/talks.py",
        "    vault.write(actor.unlocked(), KIND, _bytes(typed, day, reminder_id), row.id, row.version)",
        "    from portal.models.people import Person\n\n"
        '    db.session.get(Person, actor.person_id).pronouns = typed.get("learned", "")\n'
        "    vault.write(actor.unlocked(), KIND, _bytes(typed, day, reminder_id), row.id, row.version)",
        f"tests/journeys/test_canary.py {QUICK}",
    ),
    Fault(
        "the sender of a mail tells what was shared",
        "portal/domain/consent/sharing.py",
        "    mail.notify(actor, known.id, mail.Kind.SOMETHING_NEW, opens_at)",
        "    from portal.models.practices import Practice\n\n"
        "    said = vault.read_one(actor.unlocked(), item_id).decode()[:40]\n"
        "    db.session.get(Practice, actor.practice_id).name = said\n"
        "    mail.notify(actor, known.id, mail.Kind.SOMETHING_NEW, opens_at)",
        f"tests/journeys/test_canary.py {QUICK}",
    ),
    Fault(
        "a form has a field that nobody types into",
        "client_app/steady.py",
        "class CareForm(CardForm):\n",
        'class CareForm(CardForm):\n    more = Text("More")\n',
        f"tests/journeys/test_canary.py {QUICK}",
    ),
]
