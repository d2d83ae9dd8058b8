"""What a password may be: long and one's own; not common, not a pattern, not a name."""

import pytest

from portal.core.errors import Invalid
from portal.domain import accounts
from portal.domain.accounts import passwords


@pytest.mark.parametrize(
    "password",
    [
        "seven herons over the weir",
        "829374610923",
        "Ünïcödé pässwörd älso",
        "мы сидели дома",
        "静かな夜に雨が降るのを聞いていた",
        "👩‍👩‍👧 walks by the weir",
        "    spaces count    ",
        "xK9#vm2!Lq7z",
        "x1Ölü9" * 2 + "-und-Rest",
        "her ana gram was told",
    ],
)
def test_long_words_of_ones_own_are_welcome_in_any_script(password):
    assert accounts.acceptable(password, "Ana", "Willow House")


@pytest.mark.parametrize(
    "password",
    [
        "",
        "x" * 11,
        "elevenchars",
        "x" * 257,
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "abc!abc!abc!abc!ab",
        "123456789012",
        "qwertyuiopasdf",
        "abcdefghijklm",
        "987654321098",
        "1qaz2wsx3edc",
        "password1234",
        "P@ssw0rd!!!!",
        "PASSWORD PASSWORD",
        "Summer2025!!",
        "iloveyou 1234",
        "monkey dragon 7",
        "correct horse battery staple",
        "correcthorsebatterystaple",
        "ana2024!ana!",
        "Willow House 1",
        "ana@example.org",
        "with a \0 inside it",
        "with \ud800 half a sign",
    ],
)
def test_short_common_patterned_and_own_names_are_refused_with_a_sentence(password):
    with pytest.raises(Invalid) as problem:
        accounts.acceptable(password, "Ana", "ana@example.org", "Willow House")
    assert problem.value.field == "password"
    assert str(problem.value)[-1] == "."


def test_length_is_counted_in_characters_as_typed_on_any_keyboard():
    composed, apart = "ü" * 3 + "berall bäume", "u\u0308" * 3 + "berall ba\u0308ume"
    assert accounts.acceptable(composed) == accounts.acceptable(apart)
    assert accounts.acceptable("so long é " * 25 + "at 256") == "so long é " * 25 + "at 256"
    with pytest.raises(Invalid):
        accounts.acceptable("e\u0301" * 5 + "xyzw")  # 14 code points, 9 characters


def test_the_list_is_in_the_form_it_is_compared_in_and_long_enough_to_matter():
    entries = passwords._LIST.read_text(encoding="utf-8").split("\n")[:-1]
    assert entries == sorted(set(entries))
    assert all(entry == entry.casefold() for entry in entries)
    assert sum(len(entry) >= passwords.SHORTEST for entry in entries) > 400
