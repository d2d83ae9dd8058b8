"""Faults about what people do here, and about invitations that are open."""

from tests.sabotage import QUICK, Fault

ROLES = f"tests/domain/test_roles.py {QUICK}"
FAULTS = [
    Fault(
        "a session left open invites a colleague",
        "portal/doors/admin/invitations.py",
        "    if not STAFF.isdisjoint(roles):\n        fresh()",
        "    if STAFF.isdisjoint(roles):\n        me()",
        f"tests/doors/test_inviting_from_a_list.py {QUICK}",
    ),
    Fault(
        "whoever's role ended stays signed in",
        "portal/domain/accounts/roles.py",
        "    sessions.end_all(person.id)\n    record(admin, Event.ROLE_ENDED",
        "    record(admin, Event.ROLE_ENDED",
        ROLES,
    ),
    Fault(
        "what was open to a therapist outlasts their work",
        "portal/domain/accounts/roles.py",
        "        _close_to(admin, person.id)",
        "        pass",
        ROLES,
    ),
    Fault(
        "two admins end one another",
        "portal/domain/accounts/roles.py",
        "    if admin.person_id not in _admins():",
        "    if False:",
        ROLES,
    ),
    Fault(
        "a client becomes staff without being asked",
        "portal/domain/accounts/roles.py",
        "    if standing.intersection(APART):",
        "    if False:",
        ROLES,
    ),
    Fault(
        "a new colleague's keys lack what staff need",
        "portal/domain/accounts/coming_in.py",
        "    if account.roles & STAFF:\n        works_here(keys)\n",
        "",
        ROLES,
    ),
    Fault(
        "an invitation is taken back though there is a record",
        "portal/domain/invitations/standing.py",
        "query.where(~looks_after, ~_has_record())",
        "query.where(~looks_after)",
        f"tests/domain/test_invitations_open.py {QUICK}",
    ),
    Fault(
        "an invitation that was taken back keeps its name",
        "portal/domain/invitations/standing.py",
        ".values(name=NOBODY)",
        '.values(pronouns="")',
        f"tests/domain/test_invitations_open.py {QUICK}",
    ),
]
