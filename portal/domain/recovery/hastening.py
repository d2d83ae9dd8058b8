"""An officer's word and a working second step together: no two days, as nobody else has both."""

from uuid import UUID

from portal.core.clock import now
from portal.core.db import db, let_go, unit_of_work
from portal.core.errors import Invalid
from portal.core.language import lazy
from portal.domain import factors, mail
from portal.domain.accounts import tries
from portal.domain.accounts.coming_in import account_of
from portal.domain.audit import Event, record
from portal.domain.factors import apps
from portal.domain.factors.rows import APP
from portal.domain.mail import Kind
from portal.domain.recovery import browsers, rows
from portal.domain.recovery.rows import State
from portal.models.recovery import RecoveryRequest

NOT_HERE = lazy("That cannot be done here now. The two days run on.")


def may_hasten(row: RecoveryRequest) -> bool:
    """Whether a code of their app would do: an officer has agreed, and has not said that it is lost."""
    waits = rows.state_of(row) is State.AGREED and row.sealed is not None and row.factors_lost_at is None
    return waits and row.person_id is not None and APP in factors.kinds_of(row.person_id)


def hasten(practice_id: UUID, cookie: bytes, code: str, address: str) -> None:
    """Go on at once in the browser that waits, by a code of the person's app. Paper codes do not do.

    Runs units of work of its own, because a try must be counted: call it with nothing unsaved.

    Raises:
        Invalid: on `code`.
        TooSoon: too many tries, for this request or from this address. Not before an officer has agreed: until then the
            answer is the same for every name, whether somebody has it or not.
    """
    let_go()
    with unit_of_work(practice_id):
        waits = rows.one(RecoveryRequest.cookie_hash == browsers.name_of(cookie))
        if waits is None or not may_hasten(waits):
            raise Invalid("code", NOT_HERE)
        doors = tries.of_request(practice_id, waits.id), tries.of_address(practice_id, address)
        tries.knock(practice_id, *doors)
    with unit_of_work(practice_id):
        row = rows.one(RecoveryRequest.cookie_hash == browsers.name_of(cookie), locked=True)
        account = account_of(row.person_id) if row and row.person_id else None
        if row is None or account is None or not may_hasten(row):
            raise Invalid("code", NOT_HERE)
        keys = browsers.open_by_browser(cookie, row.id, row.browser_key_box, row.sealed)
        actor = account.acting(practice_id, keys)
        try:
            apps.check(actor, code)
        except Invalid as problem:
            refusal = problem
            record(None, Event.SIGN_IN_FAILED, about_id=account.person_id)
        else:
            row.ready_at = now()
            row.stamp = rows.stamp_of(row)
            db.session.flush()
            tries.opened(*doors)
            record(actor, Event.BACK_IN_HASTENED, row.id, account.person_id)
            mail.notify(actor, account.person_id, Kind.NOTICE)
            return
    raise refusal
