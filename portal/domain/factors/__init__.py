"""Second factors: an app that makes codes, passkeys, and ten codes on paper.

What opens the keys is the password alone; these say that it is the same person, before a session begins.
"""

from portal.domain.factors.apps import STEP, Enrolling, add_app, enrolling, new_seed
from portal.domain.factors.asking import Answer, check
from portal.domain.factors.passkeys import Site, add_passkey, ask_for_new, ask_for_one
from portal.domain.factors.rows import (
    KIND,
    Factor,
    answers,
    end_offer,
    forget,
    has,
    has_other,
    is_offered,
    kinds_of,
    mine,
    remove,
    stranded,
    strangers,
)
from portal.domain.factors.spares import HOW_MANY, left, new_codes

__all__ = [
    "HOW_MANY",
    "KIND",
    "STEP",
    "Answer",
    "Enrolling",
    "Factor",
    "Site",
    "add_app",
    "add_passkey",
    "answers",
    "ask_for_new",
    "ask_for_one",
    "check",
    "end_offer",
    "enrolling",
    "forget",
    "has",
    "has_other",
    "is_offered",
    "kinds_of",
    "left",
    "mine",
    "new_codes",
    "new_seed",
    "remove",
    "stranded",
    "strangers",
]
