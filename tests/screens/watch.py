"""What an operator comes to: an account, a practice with an archive, and a set-up at each of its steps."""

from uuid import uuid4

from sqlalchemy import select

from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.domain import practices
from portal.domain.operators import OnDuty, setting_up
from portal.models.operators import Operator
from portal.models.practices import SetUp
from tests.duty import archived, employ

SET_UPS = {  # each step, by a token of its own
    "set_up_who": {"what": "operator"},
    "set_up_admin": {"answers": {"practice_name": "Elm", "slug": "elm-yard", "is_chosen": True}},
    "set_up_try": {"answers": {"slug": "elm", "practice_id": str(uuid4())}},
}


def prepare(first_token: str) -> dict[str, object]:
    """Hand out the addresses, and make an archive of the practice of the first day; its ids."""
    employ()
    with unit_of_work(None):
        for token, asked in {first_token: {}, **SET_UPS}.items():
            db.session.add(SetUp(token_hash=setting_up._hash(token), **asked))
    with unit_of_work(None, writes=False):
        elm = practices.at_door("elm").id
        operator_id = db.session.scalars(select(Operator.id)).first()
    made = archived(OnDuty(uuid4(), operator_id, "", now(), now()), elm)
    return {"practice_id": elm, "number": made.number}
