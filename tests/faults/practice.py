"""Faults about practices, transactions, the trail, and coming in."""

from tests.sabotage import QUICK, Fault

FAULTS = [
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
    # -- one transaction
    Fault(
        "jobs sent before the commit",
        "portal/domain/outbox/asking.py",
        "    after_commit(lambda: send(row.practice_id, {row.id: name}))",
        "    send(row.practice_id, {row.id: name})",
        f"tests/domain/test_outbox.py {QUICK}",
    ),
    Fault(
        "a slow worker ends what another has taken up",
        "portal/domain/outbox/working.py",
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
        "        for call in db.session.info.pop(moment, ()) if moment[0] == 'a' else ():\n            call()\n",
        f"tests/core/test_db.py {QUICK}",
    ),
    Fault(
        "a view that raises commits",
        "portal/app.py",
        "            database.abandon()\n            if not database.lost_a_race(problem):",
        "            database.commit()\n            if not database.lost_a_race(problem):",
        f"tests/web/test_broken.py {QUICK}",
    ),
    # -- the trail
    Fault(
        "the chain forgets the row before",
        "portal/domain/audit/chain.py",
        "before + hashlib.sha256(canonical).digest()",
        "hashlib.sha256(canonical).digest()",
        f"tests/domain/test_audit.py {QUICK}",
    ),
    Fault(
        "checkpoints are believed unsigned",
        "portal/domain/audit/checking.py",
        "            public.verify(bytes.fromhex(signature), said.encode())\n",
        "",
        f"tests/domain/test_audit.py {QUICK}",
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
