"""Faults about the way back in: who holds the recovery key, requests, the kit, modes."""

from tests.sabotage import QUICK, Fault

REQUESTS = f"tests/domain/test_recovery_requests.py {QUICK}"
KIT = f"tests/domain/test_recovery_kit.py {QUICK}"

FAULTS = [
    Fault(
        "the last officer can go",
        "portal/domain/accounts/officers.py",
        "    if is_last_officer(person_id):\n        raise Conflict(LAST)\n",
        "",
        f"tests/domain/test_recovery.py {QUICK}",
    ),
    Fault(
        "what an officer agreed to outlives the role",
        "portal/domain/accounts/officers.py",
        "    _take_back_agreements(actor, person_id)\n",
        "",
        REQUESTS,
    ),
    Fault(
        "the consents keep their keys when somebody comes back in",
        "portal/domain/recovery/asking.py",
        "    vault.renew(new)",
        "    vault.holders(new.principal_id)",
        REQUESTS,
    ),
    Fault(
        "the slip opens what is written after joining",
        "portal/domain/invitations/joining.py",
        "    vault.renew(fresh)",
        "    vault.holders(fresh.principal_id)",
        f"tests/domain/test_recovery_code.py {QUICK}",
    ),
    Fault(
        "a recovery code passes the second step by",
        "portal/domain/recovery/asking.py",
        "            if factors.has(account.person_id) and stepped != account.person_id:",
        "            if False:",
        f"tests/doors/test_back_in.py {QUICK}",
    ),
    Fault(
        "a second step that is lost is asked for all the same",
        "portal/domain/recovery/asking.py",
        "        if row.factors_lost_at and",
        "        if False and",
        REQUESTS,
    ),
    Fault(
        "one officer is enough at once",
        "portal/domain/recovery/helping.py",
        "moment + rows.WAITS\n",
        "moment\n",
        REQUESTS,
    ),
    Fault(
        "the same officer counts as two",
        "portal/domain/recovery/helping.py",
        "    if row.approved_by == officer.person_id:",
        "    if False:",
        REQUESTS,
    ),
    Fault(
        "an officer agrees to their own request",
        "portal/domain/recovery/helping.py",
        "    if row.person_id == officer.person_id:",
        "    if False:",
        REQUESTS,
    ),
    Fault(
        "a request that was stopped can be used",
        "portal/domain/recovery/rows.py",
        "    if row.vetoed_at or row.used_at or",
        "    if row.used_at or",
        REQUESTS,
    ),
    Fault(
        "an altered request is believed",
        "portal/domain/recovery/rows.py",
        "    if row and not same(row.stamp, stamp_of(row)):",
        "    if False:",
        REQUESTS,
    ),
    Fault(
        "sessions of before go on after coming back in",
        "portal/domain/recovery/asking.py",
        "    sessions.end_all(account.person_id)\n",
        "",
        f"tests/doors/test_back_in.py {QUICK}",
    ),
    Fault(
        "the keys stay the same when only me is chosen",
        "portal/domain/recovery/modes.py",
        "            new = vault.rotate(keys)",
        "            new = keys",
        REQUESTS,
    ),
    Fault(
        "the consents keep their keys when only me is chosen",
        "portal/domain/vault/rotation.py",
        "            _box_anew(grant, before, after)\n",
        "            _box_anew(grant, before, before)\n",
        f"tests/domain/vault/test_vault_rotation.py {QUICK}",
    ),
    Fault(
        "a new kit leaves the officers outside",
        "portal/domain/recovery/kit.py",
        "        vault.let_hold(fresh, principal)\n",
        "        principal.id\n",
        KIT,
    ),
    Fault(
        "a practice among several gets the pepper",
        "portal/domain/recovery/kit.py",
        "if alone else",
        "if True else",
        KIT,
    ),
    Fault(
        "an officer is told whose account is nobody's to help",
        "portal/doors/officer/requests.py",
        "            if found is None:\n",
        "            if found is None and not pairing:\n",
        f"tests/doors/test_back_in.py {QUICK}",
    ),
]
