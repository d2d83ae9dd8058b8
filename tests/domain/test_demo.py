"""The made-up practice: whole, and only in an empty installation."""

import pytest
from sqlalchemy import func, select

from portal.core.db import db, unit_of_work
from portal.core.errors import Conflict
from portal.domain import accounts, audit, demo, practices
from portal.models.journal import Entry
from portal.models.mood import Checkin
from portal.models.people import Membership
from portal.models.vault import Grant


@pytest.mark.slow
def test_an_empty_installation_is_filled_once(house):
    lines = list(demo.fill())
    (practice_id,) = practices.all_ids()
    with unit_of_work(practice_id):
        roles = dict(db.session.execute(select(Membership.role, func.count()).group_by(Membership.role)).all())
        assert roles == {"therapist": 3, "client": 12, "admin": 1, "officer": 2, "confidant": 2}
        assert db.session.scalar(select(func.count(Entry.id))) == 533 + 66 + 1  # and one of a year before
        assert db.session.scalar(select(func.count(Checkin.id))) > 600
        assert db.session.scalar(select(func.count(Grant.id)).where(Grant.scope == "chosen")) >= 14
        span = db.session.execute(select(func.min(Entry.written_at), func.max(Entry.written_at))).one()
        assert 100 <= (span[1] - span[0]).days <= 130
        assert audit.verify(practice_id).is_whole
    password = lines[0].rpartition(" ")[2]
    assert accounts.sign_in(practice_id, "sam@example.org", password, "127.0.0.1")
    assert len([line for line in lines if "@example.org" in line]) == 19
    with pytest.raises(Conflict):
        list(demo.fill())
