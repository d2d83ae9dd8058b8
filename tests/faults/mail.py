"""Faults about safe contact, mail and reminders."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "mail that waited goes out after no mail was chosen",
        "portal/domain/mail/sending.py",
        "    if open_to is None or person.closed_at or (stopped_at and message.asked_at <= stopped_at):",
        "    if open_to is None or person.closed_at:",
        f"tests/domain/test_mail.py {QUICK}",
    ),
    Fault(
        "a mail tells what kind of practice this is",
        "portal/domain/mail/letters.py",
        '    return Rendered("" if TELLING.search(name) else name, str(',
        "    return Rendered(name, str(",
        f"tests/domain/test_mail_letters.py {QUICK}",
    ),
    Fault(
        "staff are told of what was taken back",
        "portal/domain/mail/sending.py",
        "else Dropped.DONE\n    return None",
        "else None\n    return None",
        f"tests/domain/test_mail.py {QUICK}",
    ),
    Fault(
        "a server nobody vouches for gets mail",
        "portal/core/mail.py",
        "    trust = ssl.create_default_context()",
        "    trust = ssl._create_unverified_context()",
        f"tests/core/test_mail_server.py {QUICK}",
    ),
    Fault(
        "a reminder comes although it is done",
        "portal/domain/reminders/ringing.py",
        " and not is_done(row.client_id, rule.about, day):",
        ":",
        f"tests/domain/test_reminders.py {QUICK}",
    ),
    Fault(
        "a note that was deleted again keeps a reminder quiet",
        "portal/domain/reminders/done.py",
        "    About.WRITE: (Entry, Entry.deleted_at.is_(None)),",
        "    About.WRITE: (Entry, true()),",
        f"tests/domain/test_reminders.py {QUICK}",
    ),
    Fault(
        "what was typed is lost to another window's choice of mail",
        "portal/doors/account/contact.py",
        "        return _page(form, stands)\n",
        "        return _page(_as_it_stands(), stands)\n",
        f"tests/doors/test_my_settings.py {QUICK}",
    ),
]
