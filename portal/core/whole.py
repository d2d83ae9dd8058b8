"""Whatever is refused leaves nothing: the part of a unit of work whose refusal a page answers (ADR 26)."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.core.db import abandon, db
from portal.core.errors import PortalError

FOR_THE_COMMIT = ("audit", "before_commit", "after_commit")  # lists in a unit's `info` of what waits for it


@contextmanager
def whole() -> Iterator[None]:
    """All or nothing: what is refused in here leaves nothing behind, and what the unit did before stays.

    A part may end the transaction it began in (`let_go`, units of its own). What it has made to last by then lasts, so
    a try that is to be counted is counted there; the rest of it goes.
    """
    session = db.session()
    savepoint, info = session.begin_nested(), session.info
    wrote, waiting = info.get("wrote", False), {name: list(info.get(name, ())) for name in FOR_THE_COMMIT}
    try:
        yield
        if session.get_nested_transaction() is savepoint:
            savepoint.commit()
    except PortalError:
        if session.get_nested_transaction() is savepoint:
            savepoint.rollback()
            session.expire_all()  # what was seen in here is there no more
            info.update(waiting, wrote=wrote)
            info.pop("held", None)
        else:
            abandon()
        raise
