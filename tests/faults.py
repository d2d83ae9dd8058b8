"""The faults that `make sabotage` plants, each with the tests that must notice it."""

from tests.sabotage import Fault

QUICK = "--engine sqlite"

FAULTS = [
    # -- who may read what
    Fault(
        "a forgotten consent clause",
        "portal/domain/access.py",
        "(Role.THERAPIST, Entry): all_of(on_my_caseload, shared_with_me),",
        "(Role.THERAPIST, Entry): on_my_caseload,",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "a forgotten caseload clause",
        "portal/domain/access.py",
        "(Role.THERAPIST, Entry): all_of(on_my_caseload, shared_with_me),",
        "(Role.THERAPIST, Entry): shared_with_me,",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "expiry ignored by the query",
        "portal/domain/access.py",
        "return and_(Grant.ended_at.is_(None), or_(Grant.expires_at.is_(None), Grant.expires_at > moment))",
        "return and_(Grant.ended_at.is_(None))",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "an ended assignment still counts",
        "portal/domain/access.py",
        "held.client_id == row.client_id, held.therapist_id == actor.person_id, held.ended_at.is_(None)",
        "held.client_id == row.client_id, held.therapist_id == actor.person_id",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "of no rules everybody",
        "portal/domain/access.py",
        "(rule(row, actor) for rule in rules)) if rules else false()",
        "(rule(row, actor) for rule in rules)) if rules else ~false()",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "admins read notes",
        "portal/domain/access.py",
        "    (Role.ADMIN, Assignment): everyone_here,\n    (Role.CONFIDANT",
        "    (Role.ADMIN, Assignment): everyone_here,\n    (Role.ADMIN, Entry): everyone_here,\n    (Role.CONFIDANT",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "an unguarded room",
        "client_app/__init__.py",
        "room.before_request(only(Role.CLIENT))",
        "",
        f"tests/access/test_routes.py {QUICK}",
    ),
    Fault(
        "a guard that asks only whether somebody is signed in",
        "portal/web/session.py",
        "        if role not in who.roles:\n            raise NotFound\n",
        "",
        f"tests/access/test_routes.py {QUICK}",
    ),
    Fault(
        "a route that nobody listed",
        "portal/doors/status.py",
        '@bp.get("")\n',
        '@bp.get("/more")\ndef more() -> str:\n    return ""\n\n\n@bp.get("")\n',
        f"tests/access/test_routes.py {QUICK}",
    ),
    # -- one practice at a time
    Fault(
        "the tenancy guard is gone",
        "portal/core/db.py",
        "    state.statement = state.statement.options(",
        "    return\n    state.statement = state.statement.options(",
        f"tests/core/test_db.py {QUICK}",
    ),
    Fault(
        "tables named without their model pass",
        "portal/core/db.py",
        "    if not state.is_orm_statement and not (state.is_select and state.bind_mapper):",
        "    if False:",
        f"tests/core/test_db.py {QUICK}",
    ),
    Fault(
        "rows for another practice may be inserted",
        "portal/core/db.py",
        "    if state.is_insert or state.is_update:",
        "    if False:",
        f"tests/core/test_db.py {QUICK}",
    ),
    Fault(
        "row security not forced",
        "migrations/tenancy.py",
        "        op.execute(f'alter table \"{table}\" force row level security')\n",
        "",
        "tests/core/test_row_security.py --engine postgresql",
    ),
    Fault(
        "row security off",
        "migrations/tenancy.py",
        "        op.execute(f'alter table \"{table}\" enable row level security')\n",
        "",
        "tests/core/test_row_security.py --engine postgresql",
    ),
    Fault(
        "the practice outlives its transaction",
        "portal/core/db.py",
        "set_config('app.practice', :practice, true)",
        "set_config('app.practice', :practice, false)",
        "tests/core/test_row_security.py --engine postgresql",
    ),
    # -- the vault
    Fault(
        "text stored in clear",
        "portal/domain/vault/items.py",
        '    row["body"] = box(',
        '    row["body"] = data + box(',
        f"tests/domain/vault tests/journeys/test_canary.py {QUICK}",
    ),
    Fault(
        "a stretched date is not noticed",
        "portal/domain/vault/seals.py",
        "        grant.given_at,\n        grant.expires_at,\n    )",
        "        grant.given_at,\n    )",
        f"tests/domain/vault {QUICK}",
    ),
    Fault(
        "a planted public key is sealed to",
        "portal/domain/vault/seals.py",
        "    if not same(principal.stamp, stamp_of(principal)):",
        "    if False:",
        f"tests/domain/vault {QUICK}",
    ),
    # -- one transaction
    Fault(
        "jobs sent before the commit",
        "portal/domain/outbox.py",
        "    after_commit(lambda: _send(row.practice_id, [row.id]))",
        "    _send(row.practice_id, [row.id])",
        f"tests/domain/test_outbox.py {QUICK}",
    ),
    Fault(
        "a slow worker ends what another has taken up",
        "portal/domain/outbox.py",
        "    if row is not None and row.attempts == task.attempt:",
        "    if row is not None:",
        f"tests/domain/test_outbox.py {QUICK}",
    ),
    Fault(
        "what was taken back is listed only afterwards",
        "portal/domain/vault/revocations.py",
        "        before_commit(lambda: _append(lines))",
        "        from portal.core.db import after_commit\n\n        after_commit(lambda: _append(lines))",
        f"tests/domain/vault/test_vault_sharing.py {QUICK}",
    ),
    Fault(
        "what was to follow a commit follows a rollback",
        "portal/core/db.py",
        "        db.session.info.pop(moment, None)\n",
        "        for call in db.session.info.pop(moment, ()):\n            call()\n",
        f"tests/core/test_db.py {QUICK}",
    ),
    Fault(
        "a view that raises commits",
        "portal/app.py",
        "            database.abandon()\n            if not database.lost_a_race(problem):",
        "            database.commit()\n            if not database.lost_a_race(problem):",
        f"tests/journeys tests/doors {QUICK}",
    ),
    # -- the trail
    Fault(
        "the chain forgets the row before",
        "portal/domain/audit.py",
        "before + hashlib.sha256(canonical).digest()",
        "hashlib.sha256(canonical).digest()",
        f"tests/domain/test_audit.py {QUICK}",
    ),
    Fault(
        "checkpoints are believed unsigned",
        "portal/domain/audit.py",
        "            public.verify(bytes.fromhex(signature), said.encode())\n",
        "",
        f"tests/domain/test_audit.py {QUICK}",
    ),
    # -- consent
    Fault(
        "a share does not wait for the end of an assignment",
        "portal/domain/consent/sharing.py",
        "    caseload.hold(actor.person_id)\n    entry = _mine(actor, entry_id)\n    known",
        "    entry = _mine(actor, entry_id)\n    known",
        "tests/domain/test_consent_order.py --engine postgresql",
    ),
    Fault(
        "a new slip tells nobody",
        "portal/domain/invitations/inviting.py",
        "    _tell_who_shared(admin, person.id)\n",
        "",
        f"tests/domain/test_consent_order.py {QUICK}",
    ),
    Fault(
        "a question about the head counts as opening",
        "portal/app.py",
        '    if request.method == "HEAD":',
        "    if False:",
        f"tests/domain/test_consent_order.py {QUICK}",
    ),
    Fault(
        "an ended assignment leaves its consents",
        "portal/domain/caseload.py",
        "    if vault.end_between(vault.principal_of(row.client_id).id, vault.principal_of(row.therapist_id).id):",
        "    if False:",
        f"tests/domain/test_caseload.py tests/domain/test_consent_order.py {QUICK}",
    ),
    # -- coming in
    Fault(
        "a link alone opens an invitation",
        "portal/domain/vault/locks.py",
        'return f"{plain_code(code)} {token}"',
        "return token",
        f"tests/domain/test_invitations.py {QUICK}",
    ),
]
