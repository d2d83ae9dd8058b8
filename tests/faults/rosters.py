"""Faults about inviting from a list."""

from tests.sabotage import QUICK, Fault

TESTS = f"tests/domain/test_rosters.py {QUICK}"
MAILED = f"tests/domain/test_rosters_mailed.py {QUICK}"
FAULTS = [
    Fault(
        "a list that runs again makes everybody twice",
        "portal/domain/rosters/making.py",
        "    new = [seat for seat in seats if seat.person_id not in ids and seat.sign_in not in names]",
        "    new = list(seats)",
        TESTS,
    ),
    Fault(
        "a formula leaves as a formula",
        "portal/domain/rosters/report.py",
        '    return f"\'{cell}" if cell.startswith(FORMULA) else cell',
        "    return cell",
        TESTS,
    ),
    Fault(
        "a list mails whoever has an address",
        "portal/domain/rosters/making.py",
        "one.mode if may_be_mailed else Mode.NONE",
        "one.mode",
        MAILED,
    ),
    Fault(
        "what was told for the invitation is taken for a choice of their own",
        "portal/domain/contact.py",
        "    query = query.where(Contact.person_id == person_id, Person.joined_at.is_not(None))",
        "    query = query.where(Contact.person_id == person_id)",
        MAILED,
    ),
    Fault(
        "any admin takes another one's list back",
        "portal/domain/rosters/cards.py",
        "    query = writable(Roster, admin).where(Roster.id == roster_id)",
        "    query = select(Roster).where(Roster.id == roster_id)",
        TESTS,
    ),
    Fault(
        "names and addresses outlast a list that was taken back",
        "portal/domain/rosters/making.py",
        "        empty(row)",
        "        pass",
        TESTS,
    ),
    Fault(
        "whoever is no admin any more has people invited",
        "portal/domain/rosters/making.py",
        " or Role.ADMIN not in accounts.roles_of(task.asked_by):",
        ":",
        TESTS,
    ),
    Fault(
        "the code is not asked for with the link of a list",
        "portal/core/crypto.py",
        '    return stamp(pepper, "invitation", plain_code(code), token)',
        '    return stamp(pepper, "invitation", token)',
        TESTS,
    ),
]
