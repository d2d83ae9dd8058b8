"""Faults about the language of whoever reads."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a practice that was set up in German is an English one",
        "portal/domain/operators/setting_up.py",
        "        settings.begin_in(practice_id, language)\n",
        "",
        f"tests/doors/test_set_up.py -k in_german {QUICK}",
    ),
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
    Fault(
        "a word that was ticked stays in the language it was ticked in",
        "portal/domain/mood/words.py",
        "tuple(map(OFFERED.said_again, said[part]))",
        "tuple(said[part])",
        f"tests/domain/test_mood.py {QUICK} -k language",
    ),
    Fault(
        "a summary on a page is in the reader's language and not in its own",
        "portal/web/language.py",
        "    with language.speaking(tag):\n",
        "    with language.speaking(language.spoken()):\n",
        f"tests/therapist_app/test_summary_finals.py {QUICK} -k addendum",
    ),
]
