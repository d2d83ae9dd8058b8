"""Boxes, seals and slow hashes: what opens, what never does, and what must open for ever."""

import json
import pickle
import threading
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from portal.core import crypto
from portal.core.crypto import HYBRID, X25519, Cost, Keys
from portal.core.errors import Locked

VECTORS = Path(__file__).parent.parent / "vectors"
ABOUT = ("grant", UUID(int=7), None, "", 3, datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "naïve ☂")
CHEAP = Cost(64, 1)
PEPPER = b"p" * 32
parts = st.one_of(st.none(), st.uuids(), st.text(st.characters(exclude_categories=["Cs"]), max_size=9))


def known(name):
    return json.loads((VECTORS / f"{name}.json").read_text())


def pair(suite):
    private, public = crypto.new_pair(suite)
    return Keys(uuid4(), suite, private), public


# ------------------------------------------------------------------ places


@given(st.lists(parts, max_size=4), st.lists(parts, max_size=4))
def test_no_two_places_have_the_same_name(one, other):
    assert (crypto.context(*one) == crypto.context(*other)) == (one == other)


def test_parts_cannot_run_into_one_another():
    places = [("a", "bc"), ("ab", "c"), ("abc",), ("a", "b", "c"), ("a", "bc", None), ("a", "bc", ""), ("a:bc",)]
    for one, other in combinations(places, 2):
        assert crypto.context(*one) != crypto.context(*other)


def test_a_stamp_depends_on_the_key_and_on_each_part():
    stamp = crypto.stamp(PEPPER, "a", "b")
    assert crypto.same(stamp, crypto.stamp(PEPPER, "a", "b"))
    assert not crypto.same(stamp, crypto.stamp(PEPPER, "a", "c"))
    assert not crypto.same(stamp, crypto.stamp(b"q" * 32, "a", "b"))


# ------------------------------------------------------------------ boxes


@given(st.binary(max_size=600))
def test_a_box_opens_in_its_own_place_only(data):
    key = crypto.new_key()
    closed = crypto.box(key, data, *ABOUT)
    assert crypto.unbox(key, closed, *ABOUT) == data
    assert data not in closed or len(data) < 4
    for another_key, place in (
        (crypto.new_key(), ABOUT),
        (key, ABOUT[:-1]),
        (key, (*ABOUT, "")),
        (key, ("key", *ABOUT[1:])),
    ):
        with pytest.raises(Locked):
            crypto.unbox(another_key, closed, *place)


def test_a_box_with_any_byte_changed_does_not_open():
    key = crypto.new_key()
    closed = crypto.box(key, b"words", "x")
    for at in range(len(closed)):
        with pytest.raises(Locked):
            crypto.unbox(key, closed[:at] + bytes([closed[at] ^ 1]) + closed[at + 1 :], "x")


@pytest.mark.parametrize("closed", [None, b"", b"\x01", b"\x02" + bytes(40), bytes(64)])
def test_what_is_no_box_does_not_open(closed):
    with pytest.raises(Locked):
        crypto.unbox(crypto.new_key(), closed, "x")


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_what_is_no_key_opens_nothing(key):
    with pytest.raises(Locked):
        crypto.unbox(key, crypto.box(crypto.new_key(), b"words", "x"), "x")


@given(st.binary(max_size=1000))
def test_padding_hides_the_length_and_comes_off_again(data):
    padded = crypto.pad(data)
    assert len(padded) % 256 == 0
    assert len(padded) - len(data) in range(1, 257)
    assert crypto.unpad(padded) == data


@pytest.mark.slow
def test_no_nonce_repeats_in_a_million_boxes_and_no_key_in_a_hundred_thousand():
    key = crypto.new_key()
    assert len({crypto.box(key, b"")[1:13] for _ in range(1_000_000)}) == 1_000_000
    assert len({crypto.new_key() for _ in range(100_000)}) == 100_000


# ------------------------------------------------------------------ seals


@pytest.mark.parametrize("suite", [X25519, HYBRID])
def test_a_seal_opens_for_its_holder_in_its_own_place_only(suite):
    (keys, public), (others, _) = pair(suite), pair(suite)
    sealed = crypto.seal(public, suite, b"a key", *ABOUT)
    assert sealed[0] == suite
    assert keys.unseal(sealed, *ABOUT) == b"a key"
    assert crypto.seal(public, suite, b"a key", *ABOUT) != sealed
    for holder, place in ((others, ABOUT), (keys, ABOUT[:-1]), (keys, ("lock", *ABOUT[1:]))):
        with pytest.raises(Locked):
            holder.unseal(sealed, *place)


@pytest.mark.parametrize("suite", [X25519, HYBRID])
def test_a_seal_with_a_byte_changed_does_not_open(suite):
    keys, public = pair(suite)
    sealed = crypto.seal(public, suite, b"a key", "x")
    for at in {0, 1, 32, 33, 40, len(sealed) // 2, len(sealed) - 1}:
        with pytest.raises(Locked):
            keys.unseal(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], "x")
    for nothing in (None, b"", sealed[:1], sealed[:20]):
        with pytest.raises(Locked):
            keys.unseal(nothing, "x")


def test_a_seal_of_another_suite_does_not_open():
    keys, public = pair(HYBRID)
    assert crypto.suite_of(public) == HYBRID
    assert crypto.suite_of(public[:32]) == X25519
    with pytest.raises(Locked):
        keys.unseal(crypto.seal(public[:32], X25519, b"a key", "x"), "x")
    for broken, suite in ((public[:-1], HYBRID), (public, X25519), (b"", X25519), (public, 9)):
        with pytest.raises(Locked):
            crypto.seal(broken, suite, b"a key", "x")


@pytest.mark.parametrize("suite", [X25519, HYBRID])
def test_the_public_half_can_be_made_from_the_private_one(suite):
    keys, public = pair(suite)
    assert keys.public == public
    assert Keys.from_bytes(keys.to_bytes()) == keys


def test_keys_show_themselves_to_nobody():
    keys, _ = pair(HYBRID)
    for text in (repr(keys), str(keys), f"{keys}", repr([keys]), repr({"keys": keys})):
        assert keys.raw.hex() not in text
        assert repr(keys.raw) not in text
        assert "raw" not in text
    with pytest.raises(TypeError):
        pickle.dumps(keys)


# ------------------------------------------------------------------ passwords and codes


def test_a_password_gives_the_same_key_again_and_another_one_does_not():
    check, key = crypto.stretch("a quiet harbour", b"s" * 16, PEPPER, CHEAP)
    assert (check, key) == crypto.stretch("a quiet harbour", b"s" * 16, PEPPER, CHEAP)
    changed = [
        crypto.stretch("a quiet harbor", b"s" * 16, PEPPER, CHEAP),
        crypto.stretch("a quiet harbour", b"t" * 16, PEPPER, CHEAP),
        crypto.stretch("a quiet harbour", b"s" * 16, b"q" * 32, CHEAP),
        crypto.stretch("a quiet harbour", b"s" * 16, PEPPER, Cost(64, 2)),
    ]
    assert len({check, key, *(half for both in changed for half in both)}) == 10


def test_the_same_word_from_another_keyboard_is_the_same_password():
    assert crypto.stretch("caf\u00e9", b"s" * 16, PEPPER, CHEAP) == crypto.stretch(
        "cafe\u0301", b"s" * 16, PEPPER, CHEAP
    )


@pytest.mark.parametrize("word", ["", "\0", "\ud800", "\u202e", "x" * 5000, "☂" * 99])
def test_any_text_can_be_a_password(word):
    assert len(crypto.stretch(word, b"s" * 16, PEPPER, CHEAP)[1]) == 32


@pytest.mark.parametrize(
    ("salt", "cost"), [(b"", CHEAP), (b"s" * 15, CHEAP), (b"s" * 16, Cost(64, 0)), (b"s" * 16, Cost(1, 1))]
)
def test_an_altered_salt_or_cost_opens_nothing(salt, cost):
    with pytest.raises(Locked):
        crypto.stretch("word", salt, PEPPER, cost)


def test_no_more_than_two_passwords_are_stretched_at_once(monkeypatch):
    inside, most, real = [], [], crypto.argon2id.kdf

    def kdf(*args, **options):
        inside.append(1)
        most.append(len(inside))
        try:
            return real(*args, **options)
        finally:
            inside.pop()

    monkeypatch.setattr(crypto.argon2id, "kdf", kdf)
    threads = [
        threading.Thread(target=crypto.stretch, args=("word", b"s" * 16, PEPPER, Cost(8192, 2))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 6  # as many as find a place
    assert max(most) <= 2


def test_our_argon2id_is_everybodys_argon2id():
    theirs = Argon2id(salt=b"s" * 16, length=32, iterations=2, lanes=1, memory_cost=256).derive(b"word")
    check, key = crypto.stretch("word", b"s" * 16, PEPPER, Cost(256, 2))
    assert key == crypto.hmac.digest(PEPPER, b"key" + theirs, "sha256")
    assert check == crypto.digest(crypto.hmac.digest(PEPPER, b"check" + theirs, "sha256"))


def test_a_code_has_130_bits_and_is_never_drawn_twice():
    codes = [crypto.new_code() for _ in range(2000)]
    assert len(set(codes)) == 2000
    for code in codes:
        letters = code.replace("-", "")
        assert len(letters) == 26
        assert set(letters) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert len({letter for code in codes for letter in code}) == 33


def test_a_code_may_be_typed_as_people_type():
    code = "01N4SG-6GHKX-4AB44-GEEAT-01DQH"
    key = crypto.code_key(code, PEPPER)
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("0", "O").replace("1", "l"),
        code.replace("1", "I"),
        f"  {code}\n",
        code.replace("-", "\u2013"),
    ):
        assert crypto.code_key(typed, PEPPER) == key
    assert crypto.code_key(code[:-1] + "J", PEPPER) != key
    assert crypto.code_key(code, b"q" * 32) != key


# ------------------------------------------------------------------ for ever


@pytest.mark.parametrize("suite", [X25519, HYBRID])
def test_a_seal_of_every_suite_ever_used_still_opens(suite):
    vector = known(f"suite_{suite}")
    keys = Keys(UUID(int=1), suite, bytes.fromhex(vector["private"]))
    assert keys.public.hex() == vector["public"]
    assert keys.unseal(bytes.fromhex(vector["seal"]), *ABOUT).hex() == vector["data"]


def test_boxes_stamps_passwords_and_codes_of_every_kind_ever_used_still_open():
    vector = known("box_1")
    key = bytes.fromhex(vector["key"])
    assert crypto.context(*ABOUT).hex() == vector["context"]
    assert crypto.unpad(crypto.unbox(key, bytes.fromhex(vector["box"]), *ABOUT)).decode() == vector["text"]
    assert crypto.stamp(key, *ABOUT).hex() == vector["stamp"]
    assert [half.hex() for half in crypto.stretch("naïve ☂", b"s" * 16, key, Cost(64, 2))] == vector["stretched"]
    assert crypto.code_key("01N4SG-6GHKX-4AB44-GEEAT-01DQH", key).hex() == vector["code"]


def test_the_key_of_a_link_and_a_code_from_a_list_stays_what_it_is():
    kept = known("invitation_1")
    for code in (kept["code"], "bcd fgh"):
        assert crypto.invitation_key(code, kept["token"], bytes.fromhex(kept["pepper"])).hex() == kept["key"]
