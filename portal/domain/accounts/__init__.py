"""Accounts: who is here, what a password may be, coming in and going out."""

from portal.domain.accounts.calling import BEGINNINGS, Called, be_called, called, time_zones
from portal.domain.accounts.changes import CHANGES, Change, changes
from portal.domain.accounts.closing import begin_closing, close, keep_open, put_off, take_away
from portal.domain.accounts.closing import sweep as sweep_closings
from portal.domain.accounts.coming_in import change_password, sign_in, sign_out, sign_out_everywhere, sign_out_there
from portal.domain.accounts.confirming import prove
from portal.domain.accounts.listing import PAGE, People, PersonLine, Sought, Status, Tie, people, person, search, ties
from portal.domain.accounts.names import LONGEST_NAME, LONGEST_SIGN_IN_NAME, a_name, a_sign_in_name, folded
from portal.domain.accounts.pairs import are_two
from portal.domain.accounts.passwords import LONGEST, SHORTEST, acceptable
from portal.domain.accounts.people import add_person, first_keys, trust_the_practice, works_here
from portal.domain.accounts.renewing import renew_keys
from portal.domain.accounts.roles import GIVEN_HERE, begin_role, end_role, end_work, roles_of
from portal.domain.accounts.second_step import finish
from portal.domain.accounts.tries import sweep as sweep_tries
from portal.domain.accounts.way_back import has_recovery_code, new_recovery_code
from portal.domain.accounts.zones import noon_of, today_of

__all__ = [
    "BEGINNINGS",
    "CHANGES",
    "GIVEN_HERE",
    "LONGEST",
    "LONGEST_NAME",
    "LONGEST_SIGN_IN_NAME",
    "PAGE",
    "SHORTEST",
    "Called",
    "Change",
    "People",
    "PersonLine",
    "Sought",
    "Status",
    "Tie",
    "a_name",
    "a_sign_in_name",
    "acceptable",
    "add_person",
    "are_two",
    "be_called",
    "begin_closing",
    "begin_role",
    "called",
    "change_password",
    "changes",
    "close",
    "end_role",
    "end_work",
    "finish",
    "first_keys",
    "folded",
    "has_recovery_code",
    "keep_open",
    "new_recovery_code",
    "noon_of",
    "people",
    "person",
    "prove",
    "put_off",
    "renew_keys",
    "roles_of",
    "search",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_there",
    "sweep_closings",
    "sweep_tries",
    "take_away",
    "ties",
    "time_zones",
    "today_of",
    "trust_the_practice",
    "works_here",
]
