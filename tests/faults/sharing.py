"""Faults about what can be shared, and what is taken back."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "what a newer consent took the place of comes back at its end",
        "portal/scheduler.py",
        "    vault.drop_superseded,  # before the newer one can have ended\n    vault.sweep,\n",
        "    vault.sweep,\n    vault.drop_superseded,\n",
        f"tests/domain/test_consent_hold.py {QUICK}",
    ),
    Fault(
        "a mail about what was taken back unseen still waits",
        "portal/domain/consent/sharing.py",
        "        _take_away(waiting)\n        mail.take_back(reader_id)\n",
        "        _take_away(waiting)\n",
        f"tests/domain/test_mail_taken_back.py {QUICK}",
    ),
    Fault(
        "lists of one's own can be shared",
        "portal/domain/consent/sharing.py",
        "    if not kind.is_for_others(vault.read_one(actor.unlocked(), item_id)):",
        "    if False:",
        f"tests/client_app/test_sharing_kinds.py {QUICK}",
    ),
    Fault(
        "stopping leaves the words of a check-in open",
        "portal/domain/consent/sharing.py",
        "    things = [thing_id, *([beside(thing_id)] if beside else [])]",
        "    things = [thing_id]",
        f"tests/client_app/test_sharing_kinds.py {QUICK}",
    ),
    Fault(
        "more goes along than the preview showed",
        "client_app/sharing/pages.py",
        'beside = {"beside": chosen.along is Along.WORDS}',
        'beside = {"beside": chosen.along is not Along.NOTHING}',
        f"tests/client_app/test_previews.py {QUICK}",
    ),
    Fault(
        "undoing takes back the note and leaves its check-in coming",
        "portal/domain/consent/together.py",
        "    return sorted(each for each in checkins if things & {each, mood.words_of(each)})",
        "    return sorted(each for each in checkins if not things)",
        f"tests/domain/test_consent_together.py {QUICK}",
    ),
    Fault(
        "a stopped note leaves the check-in that went along open",
        "portal/domain/consent/together.py",
        "    for each in [thing_id, *_open_with(actor, thing_id, reader_id)]:",
        "    for each in [thing_id]:",
        f"tests/domain/test_consent_together.py {QUICK}",
    ),
    Fault(
        "a deleted note leaves the check-in that went along open",
        "portal/domain/journal/deleting.py",
        "db.session.execute(query.union(_along(actor, entry_ids)))",
        "db.session.execute(query)",
        f"tests/domain/test_consent_together.py {QUICK}",
    ),
    Fault(
        "what was opened as one is stopped as two",
        "portal/domain/consent/together.py",
        "        sharing.open_now(actor, each, reader_id, moment)",
        "        sharing.open_now(actor, each, reader_id)",
        f"tests/domain/test_consent_together.py {QUICK}",
    ),
    Fault(
        "sharing one thing takes it out of the standing consent it lay under",
        "portal/domain/consent/sharing.py",
        "    before = [key for key in keys if key.scope == SCOPE]",
        "    before = list(keys)",
        f"tests/domain/test_consent_together.py {QUICK}",
    ),
    Fault(
        "what is made private in the look of the month stays open",
        "portal/domain/consent/looking.py",
        "        sharing.stop(actor, thing_id, reader_id)\n",
        "        book.keep(actor, book.read(actor))\n",
        f"tests/client_app/test_stopping.py {QUICK}",
    ),
    Fault(
        "a badge looks at other things than the page shows",
        "portal/domain/consent/overview.py",
        "    query = query.where(Item.thing_id.in_(list(thing_ids)), usable())\n",
        "    query = query.where(Item.thing_id.is_not(None) | Item.thing_id.in_(list(thing_ids)), usable())\n",
        f"tests/client_app/test_sharing_kinds.py {QUICK}",
    ),
    Fault(
        "a button says only for me where it opens by itself",
        "client_app/sharing/badges.py",
        "consent.covered(me()).get(kind, [])",
        'consent.covered(me()).get("none", [])',
        f"tests/client_app/test_sharing_kinds.py {QUICK}",
    ),
]
