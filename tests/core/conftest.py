"""Two practices with one person each, for the tests of the ground."""

import pytest

from portal.core.db import db, unit_of_work
from portal.models.people import Person
from portal.models.practices import Practice


@pytest.fixture
def two(house):
    """Two practices with one person each; gives (here, there)."""
    ids = []
    for slug in ("here", "there"):
        practice = Practice(slug=slug, name=slug.title())
        with unit_of_work(None):
            db.session.add(practice)
        with unit_of_work(practice.id):
            db.session.add(Person(practice_id=practice.id, name=slug, sign_in_name=slug))
        ids.append(practice.id)
    return ids
