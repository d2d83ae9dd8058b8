"""Emergency access as an admin sees it: what was asked, and the second person's answer. An admin reads nothing."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain import emergency
from portal.domain.emergency import Covers, Reason
from portal.web.session import fresh, me

bp = Blueprint("record", __name__, url_prefix="/record")

WHAT = {Covers.RECORD: "The practice's record", Covers.OWN_NOTES: "One therapist's own notes"}
WHY = {
    Reason.DANGER: "Somebody's life or health is in danger",
    Reason.ABSENT: "The therapist cannot work, has left or has died",
    Reason.LAW: "A court or a law asks for it",
    Reason.WISH: "The client asks for a copy of the record",
}
LONG = {1: "1 hour", 8: "8 hours", 24: "1 day", 72: "3 days"}


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("admin/record/index.html", cases=emergency.cases(me()), why=WHY)


@bp.get("/<uuid:case_id>")
def show(case_id: UUID) -> ResponseReturnValue:
    return one_case("admin", case_id)


@bp.post("/<uuid:case_id>/<any(allow, decline, end):answer>")
def answer(case_id: UUID, answer: str) -> ResponseReturnValue:
    return answered("admin", case_id, answer)


def one_case(room: str, case_id: UUID) -> str:
    """The page of a case, in the room of whoever looks."""
    found = emergency.case(me(), case_id)
    said = {"what": WHAT[found.covers], "why": WHY[found.reason], "long": LONG[found.hours]}
    return render_template("officer/record/show.html", found=found, room=room, **said)


def answered(room: str, case_id: UUID, answer: str) -> ResponseReturnValue:
    """What a second person says, or an early end."""
    fresh()
    if answer == "allow":
        emergency.allow(me(), case_id)
    elif answer == "decline":
        emergency.decline(me(), case_id)
    else:
        emergency.end(me(), case_id)
    flash({"allow": "Agreed. The client is told.", "decline": "Declined.", "end": "Closed."}[answer])
    return redirect(url_for(f"{room}.record.show", case_id=case_id), HTTPStatus.SEE_OTHER)
