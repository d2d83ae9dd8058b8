"""Faults about who may read what, consents, and what is being written."""

from tests.sabotage import QUICK, Fault

FAULTS = [
    # -- who may read what
    Fault(
        "a forgotten consent clause",
        "portal/domain/access.py",
        "(Role.THERAPIST, Entry): all_of(on_my_caseload, shared_with_me, kept),",
        "(Role.THERAPIST, Entry): on_my_caseload,",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "a forgotten caseload clause",
        "portal/domain/access.py",
        "(Role.THERAPIST, Entry): all_of(on_my_caseload, shared_with_me, kept),",
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
    # -- consent
    Fault(
        "a share does not wait for the end of an assignment",
        "portal/domain/consent/sharing.py",
        "    caseload.hold(actor.person_id)\n    thing, kind = _mine(actor, thing_id)",
        "    thing, kind = _mine(actor, thing_id)",
        "tests/domain/test_consent_order.py --engine postgresql",
    ),
    Fault(
        "nobody waits for the hold",
        "portal/domain/access.py",
        'return and_(live(), or_(Grant.scope == "own", ItemKey.given_at <= this_moment()))',
        "return live()",
        f"tests/domain/test_consent_hold.py {QUICK}",
    ),
    Fault(
        "taking back takes what was open before",
        "portal/domain/consent/sharing.py",
        "    waiting = [key for key in _keys_of(actor, thing_id, reader_id) if key.given_at > now()]",
        "    waiting = _keys_of(actor, thing_id, reader_id)",
        f"tests/domain/test_consent_hold.py {QUICK}",
    ),
    Fault(
        "a new slip tells nobody",
        "portal/domain/invitations/inviting.py",
        "    _tell_who_shared(actor, person.id)\n",
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
    # -- what is being written, and leaving
    Fault(
        "drafts are everybody's",
        "portal/domain/access.py",
        "    (Role.CLIENT, Draft): mine,\n    (Role.CLIENT, Person): my_therapist,",
        "    (Role.CLIENT, Draft): everyone_here,\n    (Role.CLIENT, Person): my_therapist,",
        f"tests/access/test_rows.py {QUICK}",
    ),
    Fault(
        "of two windows the slower wins silently",
        "portal/domain/drafts.py",
        "    if not (seen.wrote(row) if row else seen.number == 0):",
        "    if False:",
        f"tests/domain/test_drafts.py {QUICK}",
    ),
    Fault(
        "leaving leaves the session alive",
        "portal/doors/account/leave.py",
        "        accounts.sign_out(who)\n",
        "",
        f"tests/doors/test_leaving.py {QUICK}",
    ),
    Fault(
        "leaving waits for a database that is away",
        "portal/doors/account/leave.py",
        "@bp.errorhandler(Exception)\n",
        "",
        f"tests/doors/test_leaving.py {QUICK}",
    ),
    Fault(
        "somebody else's page plants a draft",
        "portal/doors/account/leave.py",
        '        validate_csrf(request.form.get("csrf_token"))\n',
        "",
        f"tests/doors/test_leaving.py {QUICK}",
    ),
]
