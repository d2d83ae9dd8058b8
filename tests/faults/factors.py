"""Faults about the second step of signing in, step-up, devices and new keys."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    Fault(
        "a password alone lets somebody with a second factor in",
        "portal/domain/accounts/coming_in.py",
        "    if factors.has(account.person_id):",
        "    if False:",
        f"tests/domain/test_factors.py {QUICK}",
    ),
    Fault(
        "a code is taken twice",
        "portal/domain/factors/rows.py",
        "    query = query.where(Row.counter < counter) if above else query\n",
        "",
        f"tests/domain/test_factors.py {QUICK}",
    ),
    Fault(
        "guesses at the second factor are not counted",
        "portal/domain/accounts/second_step.py",
        "        tries.knock(half.practice_id, *doors)",
        "        pass",
        f"tests/domain/test_factors.py {QUICK}",
    ),
    Fault(
        "the seed lies in the row",
        "portal/domain/factors/rows.py",
        "person_id=actor.person_id, kind=kind, counter=counter)",
        'person_id=actor.person_id, kind=kind + secret.get("seed", ""), counter=counter)',
        f"tests/domain/test_factors.py {QUICK}",
    ),
    Fault(
        "a passkey of another address will do",
        "portal/domain/factors/passkeys.py",
        "            expected_challenge=challenge,\n            expected_rp_id=site.rp_id,\n"
        "            expected_origin=site.origin,",
        "            expected_challenge=challenge,\n            expected_rp_id=site.rp_id,\n"
        "            expected_origin=_origin_in(answer),",
        f"tests/domain/test_passkeys.py {QUICK}",
    ),
    Fault(
        "a passkey need not check who it is",
        "portal/domain/factors/passkeys.py",
        "            credential_current_sign_count=which.counter,\n            require_user_verification=True,",
        "            credential_current_sign_count=which.counter,\n            require_user_verification=False,",
        f"tests/domain/test_passkeys.py {QUICK}",
    ),
    Fault(
        "staff need no second factor",
        "portal/web/session.py",
        '        if lacks_factor(who) and (request.blueprint or "") not in FIRST_DAY:',
        "        if False:",
        f"tests/doors/test_second_step.py {QUICK}",
    ),
    Fault(
        "the secret of the session stays when somebody proves themselves again",
        "portal/domain/sessions/__init__.py",
        '    values = {"cookie_hash": name, "keys_sealed": sealed, ',
        "    values = {",
        f"tests/doors/test_again.py {QUICK}",
    ),
    Fault(
        "old keys go on opening what is renewed",
        "portal/domain/vault/renewal.py",
        "before, after = grant_key(fresh, grant), new_key()",
        "before = after = grant_key(fresh, grant)",
        f"tests/domain/test_renewing.py {QUICK}",
    ),
    Fault(
        "Leave lets the browser stay known",
        "portal/doors/account/leave.py",
        "    vanish()\n    return _away()",
        "    from portal.web.session import see_out\n\n    see_out()\n    return _away()",
        f"tests/doors/test_leaving.py {QUICK}",
    ),
    Fault(
        "a second step is offered again and again",
        "portal/domain/factors/rows.py",
        "    db.session.execute(mine.values(offer_ended_at=now()))",
        "    db.session.execute(mine.values(offer_ended_at=None))",
        f"tests/client_app/test_second_step_offer.py {QUICK}",
    ),
]
