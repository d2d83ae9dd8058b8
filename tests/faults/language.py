"""Faults about the language of whoever reads."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a mail is in the language of whoever set it off",
        "portal/domain/mail/sending.py",
        "    with speaking(language_of(message.person_id)):\n",
        "    with speaking('en'):\n",
        f"tests/doors/test_whose_language.py {QUICK}",
    ),
    Fault(
        "a language is spoken that the practice does not offer",
        "portal/web/language.py",
        "    if who and who.language in mine:\n",
        "    if who and who.language:\n",
        f"tests/doors/test_whose_language.py {QUICK}",
    ),
]
