"""The ways to a private key: passwords, codes on paper, invitations, another's key."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from portal.core import crypto
from portal.core.db import db
from portal.core.errors import Locked, NotFound
from portal.core.keyring import ring
from portal.domain import vault
from portal.models.vault import Lock, Principal

PASSWORD = "a quiet harbour at dusk"


def opened(willow, way, *args):
    with willow.work():
        return way(*args)


def refused(willow, way, *args):
    with willow.work(), pytest.raises(Locked) as refusal:
        way(*args)
    return str(refusal.value)


def done(willow, verb, *args):
    with willow.work():
        return verb(*args)


# ------------------------------------------------------------------ passwords


def test_the_password_opens_and_no_other_does(willow, ana, ben):
    done(willow, vault.set_password, ana, PASSWORD)
    assert opened(willow, vault.open_with_password, ana.principal_id, PASSWORD) == ana
    for principal_id, word in (
        (ana.principal_id, PASSWORD + "!"),
        (ana.principal_id, ""),
        (ben.principal_id, PASSWORD),
    ):
        refused(willow, vault.open_with_password, principal_id, word)


def test_a_new_password_ends_the_old_one(willow, ana):
    done(willow, vault.set_password, ana, "before")
    done(willow, vault.set_password, ana, PASSWORD)
    refused(willow, vault.open_with_password, ana.principal_id, "before")
    assert opened(willow, vault.open_with_password, ana.principal_id, PASSWORD) == ana


def test_a_wrong_password_an_unknown_account_and_one_without_a_password_say_and_cost_the_same(
    willow, ana, ben, monkeypatch
):
    done(willow, vault.set_password, ana, PASSWORD)
    costs, real = [], crypto.argon2id.kdf

    def kdf(*args, **options):
        costs.append(options)
        return real(*args, **options)

    monkeypatch.setattr(crypto.argon2id, "kdf", kdf)
    principals = (ana.principal_id, ben.principal_id, uuid4(), None)
    words = {refused(willow, vault.open_with_password, one, "wrong") for one in principals}
    assert len(words) == 1
    assert costs == [costs[0]] * 4


def test_the_transaction_ends_before_the_slow_hash_and_nothing_may_have_been_written(willow, ana):
    done(willow, vault.set_password, ana, PASSWORD)
    with willow.work():
        vault.write(ana, "note", b"words", uuid4())
        with pytest.raises(RuntimeError):
            vault.open_with_password(ana.principal_id, PASSWORD)


def test_a_password_set_at_another_cost_still_opens_after_the_settings_changed(willow, ana, house, monkeypatch):
    done(willow, vault.set_password, ana, PASSWORD)
    dearer = replace(ring(), argon2_memory_kib=128, argon2_passes=2)
    monkeypatch.setitem(house.extensions, "portal.ring", dearer)
    assert opened(willow, vault.open_with_password, ana.principal_id, PASSWORD) == ana
    done(willow, vault.set_password, ana, PASSWORD)
    with willow.work(writes=False):
        kept = select(Lock.memory_kib, Lock.passes).where(Lock.kind == "password")
        assert db.session.execute(kept).one() == (128, 2)


@pytest.mark.tampers
def test_without_the_pepper_no_password_opens_anything(willow, ana, mara, house, monkeypatch):
    done(willow, vault.set_password, ana, PASSWORD)
    monkeypatch.setitem(house.extensions, "portal.ring", replace(ring(), pepper=bytes(32)))
    refused(willow, vault.open_with_password, ana.principal_id, PASSWORD)
    refused(willow, vault.give, ana, mara.principal_id, "chosen", "", "")
    with willow.work(writes=False):
        assert vault.fsck()["public key without our stamp"] > 0


def test_the_table_of_locks_holds_neither_password_nor_key(willow, ana):
    done(willow, vault.set_password, ana, PASSWORD)
    code = done(willow, vault.new_code, ana)
    with willow.work(writes=False):
        rows = db.session.execute(select(*Lock.__table__.c).select_from(Lock)).all()
    kept = b"".join(value for row in rows for value in row if isinstance(value, bytes))
    for secret in (PASSWORD.encode(), code.encode(), crypto.plain_code(code).encode(), ana.raw[:16], ana.raw[-16:]):
        assert secret not in kept


# ------------------------------------------------------------------ codes


def test_a_recovery_code_works_at_once_as_people_type_it_and_only_the_newest(willow, ana):
    old, code = done(willow, vault.new_code, ana), done(willow, vault.new_code, ana)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "o").replace("1", "i")):
        assert opened(willow, vault.open_with_code, ana.principal_id, typed) == ana
    for typed in (old, code[:-1], "", "\0"):
        refused(willow, vault.open_with_code, ana.principal_id, typed)


def test_a_code_opens_one_principal_only(willow, ana, ben):
    code = done(willow, vault.new_code, ana)
    done(willow, vault.new_code, ben)
    refused(willow, vault.open_with_code, ben.principal_id, code)


# ------------------------------------------------------------------ invitations


def test_an_invitation_needs_both_the_link_and_the_code(willow, ana):
    done(willow, vault.set_invitation, ana, "4711 0815", "token")
    assert opened(willow, vault.open_invitation, ana.principal_id, "47110815", "token") == ana
    for code, token in (
        ("47110815", ""),
        ("", "token"),
        ("47110816", "token"),
        ("47110815", "other"),
        ("token", "47110815"),
    ):
        refused(willow, vault.open_invitation, ana.principal_id, code, token)
    refused(willow, vault.open_invitation, None, "47110815", "token")
    refused(willow, vault.open_with_code, ana.principal_id, "47110815")
    refused(willow, vault.open_with_password, ana.principal_id, "47110815 token")


def test_code_and_link_cannot_run_into_one_another(willow, ana):
    done(willow, vault.set_invitation, ana, "12", "34")
    for code, token in (("123", "4"), ("1", "234"), ("1234", ""), ("12 3", "4")):
        refused(willow, vault.open_invitation, ana.principal_id, code, token)


def test_somebody_invited_can_be_shared_with_before_joining_and_the_invitation_dies_with_joining(willow, ana, mara):
    done(willow, vault.set_invitation, mara, "4711", "token")
    item_id, _ = willow.shared(ana, mara)
    first = opened(willow, vault.open_invitation, mara.principal_id, "4711", "token")
    with willow.work():
        keys = vault.rotate(first)
        vault.set_password(keys, PASSWORD)
        vault.let_hold(keys, vault.practice_principal("recovery"))
    assert opened(willow, vault.open_with_password, mara.principal_id, PASSWORD) == keys
    assert willow.read(keys, item_id) == {item_id: b"words"}
    assert willow.read(first, item_id) == {}, "whoever kept the invitation's key reads nothing"
    refused(willow, vault.open_invitation, mara.principal_id, "4711", "token")


# ------------------------------------------------------------------ held by another


def test_the_practice_opens_records_and_people_through_the_kit_and_nobody_else_does(willow, ana, mara):
    code = done(willow, vault.new_code, willow.recovery)
    recovery = opened(willow, vault.open_with_code, willow.recovery.principal_id, code)
    assert opened(willow, vault.open_held, willow.records.principal_id, recovery) == willow.records
    assert opened(willow, vault.open_held, ana.principal_id, recovery) == ana
    refused(willow, vault.open_held, ana.principal_id, mara)
    refused(willow, vault.open_held, recovery.principal_id, recovery)
    assert opened(willow, vault.holders, ana.principal_id) == {recovery.principal_id}


def test_a_client_who_chose_only_me_is_opened_by_nobody_even_with_the_old_row_put_back(willow, ana):
    with willow.work():
        old = db.session.execute(select(Lock.box).where(Lock.principal_id == ana.principal_id)).scalar_one()
        vault.stop_hold(ana.principal_id, willow.recovery.principal_id)
        keys = vault.rotate(ana)
        vault.set_password(keys, PASSWORD)
    refused(willow, vault.open_held, ana.principal_id, willow.recovery)
    done(willow, vault.let_hold, keys, done(willow, vault.practice_principal, "recovery"))
    with willow.work():
        mine = (Lock.principal_id == ana.principal_id) & (Lock.kind == "held-by")
        db.session.execute(update(Lock).where(mine).values(box=old))
    refused(willow, vault.open_held, ana.principal_id, willow.recovery)


def test_two_of_two_is_a_chain_of_holders(willow, ana, mara, ben):
    with willow.work():
        vault.let_hold(ana, db.session.get(Principal, (willow.id, mara.principal_id)))
        vault.let_hold(mara, db.session.get(Principal, (willow.id, ben.principal_id)))
    maras = opened(willow, vault.open_held, mara.principal_id, ben)
    assert opened(willow, vault.open_held, ana.principal_id, maras) == ana
    refused(willow, vault.open_held, ana.principal_id, ben)


# ------------------------------------------------------------------ principals


def test_a_practice_has_one_recovery_key_and_a_person_one_live_principal(willow, ana, oak):
    with willow.work(writes=False):
        assert vault.practice_principal("recovery").id == willow.recovery.principal_id
        assert vault.practice_principal("records").id == willow.records.principal_id
        person_id = db.session.scalar(select(Principal.person_id).where(Principal.id == ana.principal_id))
        assert vault.principal_of(person_id).id == ana.principal_id
        with pytest.raises(NotFound):
            vault.principal_of(uuid4())
    with oak.work(writes=False), pytest.raises(NotFound):
        vault.principal_of(person_id)
    for kind, whose in (("recovery", None), ("person", person_id)):
        with pytest.raises(Exception, match=r"(?i)unique"), willow.work():
            vault.new_principal(willow.id, kind, whose)
    with willow.work(writes=False):
        assert db.session.scalar(select(func.count()).select_from(Principal)) == 3


@pytest.mark.parametrize("verb", [vault.new_code, vault.rotate])
def test_keys_from_before_a_rotation_do_nothing_any_more(willow, ana, mara, verb):
    with willow.work():
        fresh = vault.rotate(ana)
        vault.set_password(fresh, PASSWORD)
    refused(willow, verb, ana)
    refused(willow, vault.set_password, ana, "another")
    refused(willow, vault.let_hold, ana, done(willow, vault.practice_principal, "recovery"))
    refused(willow, vault.give, ana, mara.principal_id, "chosen", "", "")
    refused(willow, vault.write, ana, "note", b"words", uuid4())
    refused(willow, vault.rotate, replace(ana, principal_id=uuid4()))
