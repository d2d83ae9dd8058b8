"""Ten summaries asked at once, and an addendum: each page knows how many are ahead, and each is made, in order."""

import pytest

from portal.core.db import db
from portal.domain import summaries
from portal.domain.outbox import State
from portal.domain.summaries import Stage
from portal.models.outbox import JobRow
from portal.models.summaries import Summary
from tests.summary_stories import amended, ask, card, drawn, fetch, finished, here

pytestmark = pytest.mark.slow
MANY = 10


def test_ten_asked_at_once_are_made_in_line_and_each_says_how_many_are_ahead(cast, side_queue, processes):
    final = finished(cast.mara, cast.ana, document=drawn())
    asked = [ask(cast.mara, cast.ana) for _ in range(MANY)]
    amended(cast.mara, final, made=False)
    assert [card(cast.mara, one).ahead for one in asked] == list(range(MANY))
    processes.burst(PORTAL_QUEUE_NAME=side_queue.name)
    assert {card(cast.mara, one).stage for one in asked} == {Stage.READY}
    ended = here(
        cast.mara,
        lambda: (
            db.session.query(Summary.id)
            .join(JobRow, JobRow.id == Summary.job_id)
            .where(Summary.id.in_(asked))
            .order_by(JobRow.ended_at)
            .all()
        ),
    )
    assert [row.id for row in ended] == asked
    assert len({fetch(cast.mara, one).pdf for one in asked}) == MANY, "each says when it was made"
    (addendum,) = here(cast.mara, summaries.addenda, cast.mara, final)
    assert addendum.page is State.READY
    assert here(cast.mara, summaries.fetch_addendum, cast.mara, final, 1)
