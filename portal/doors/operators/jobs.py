"""Jobs by their ids, kinds, states and ages; and putting one that has failed back in line."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _
from portal.domain.operators import looking
from portal.web.operators import me, only_operator

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
bp.before_request(only_operator)


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template(
        "operators/jobs/index.html", jobs=[(job, looking.age(job.asked_at)) for job in looking.jobs()]
    )


@bp.post("/<uuid:practice_id>/<uuid:job_id>")
def again(practice_id: UUID, job_id: UUID) -> ResponseReturnValue:
    if looking.try_again(me(), practice_id, job_id):
        flash(_("Back in line. It goes on in a moment."))
    return redirect(url_for("operators.jobs.index"))
