"""What a mail says: one of five texts, none of which tells what this place is or who is in it."""

import re

import pytest

from portal.domain import mail
from portal.domain.mail import Kind

NEVER = re.compile(
    r"thera|counsel|clinic|psych|couple|marri|partner|session|patient|client|practi|mood|journal|diary|\bnote|goal|"
    r"check.?in|private|secret|safe|crisis|help|mara|lindqvist|sam|okoro|share|consent|wellbeing|mental|health|<|http.*\?",
    re.IGNORECASE,
)


HOSTILE = [
    "Willow House",
    "City Couples Therapy Clinic",
    "Dr. Lindqvist, Psychotherapist",
    "Paarberatung Nord",
    "Wil\r\nBcc: eve@example.org\r\n\r\nMood",
    "W\u202eesuoH\u0000 wolliW\u2028x",
    "<b>House</b> =?utf-8?q?x?=",
    "x" * 500,
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("link", [None, "https://harbour.example.org/p/elm/"])
def test_no_mail_says_what_this_place_is_or_who_is_in_it(name, link):
    for kind in Kind:
        found = mail.render(kind, name, link)
        assert found.subject in {
            "Your account is ready",
            "Something new for you",
            "A reminder you set",
            "Sign-in from a new device",
            "Your file is ready",
        }
        assert not NEVER.search(f"{found.subject} {found.body}"), kind
        assert not re.search("thera|counsel|clinic|psych|couple|beratung", found.sender_name, re.IGNORECASE)
        assert not any(ord(sign) < 32 or sign in "\u2028\u202e" for sign in found.subject + found.sender_name)
        assert found.body.count("http") == (link is not None)
        assert len(re.findall(r"[.?!](?:\s|$)", found.body)) <= 2


def test_each_kind_has_its_words():
    assert set(mail.SUBJECTS) == set(mail.BODIES) == set(Kind)
