"""Who may see or change what a client takes away or brings along: the client alone."""

from uuid import uuid4

from portal.core.db import db, unit_of_work
from portal.domain import exports, imports
from portal.domain.access import readable, writable
from portal.models.files import File
from portal.models.imports import Batch
from portal.models.summaries import Given
from tests.access.test_rows import READERS
from tests.summary_stories import given_with_addendum


def test_only_the_client_may_see_or_remove_a_file_made_for_them(cast):
    with unit_of_work(cast.ana.practice_id):
        days = exports.last_four_weeks(cast.ana)
        exports.print_notes(cast.ana, *days, uuid4())
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert len(db.session.scalars(rows(File, actor)).all()) == (who == "ana"), who


def test_only_the_client_may_see_or_take_back_a_journal_brought_along(cast):
    with unit_of_work(cast.ana.practice_id):
        imports.take(cast.ana, b"[2020-01-02 10:00] A quiet day.", "", uuid4())
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert len(db.session.scalars(rows(Batch, actor)).all()) == (who == "ana"), who


def test_only_its_client_may_see_or_put_away_a_summary_that_was_given(cast):
    given_with_addendum(cast.mara, cast.ana)
    for who in READERS:
        actor = getattr(cast, who)
        with unit_of_work(actor.practice_id):
            for rows in (readable, writable):
                assert len(db.session.scalars(rows(Given, actor)).all()) == (who == "ana"), who
