"""Emergency access, the part that admins and officers share: the page of a case, and the second person's answer."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.language import _, lazy
from portal.domain import emergency
from portal.domain.emergency import Covers, Reason
from portal.web.session import fresh, me

WHAT = {Covers.RECORD: lazy("The practice's record"), Covers.OWN_NOTES: lazy("One therapist's own notes")}
WHY = {
    Reason.DANGER: lazy("Somebody's life or health is in danger"),
    Reason.ABSENT: lazy("The therapist cannot work, has left or has died"),
    Reason.LAW: lazy("A court or a law asks for it"),
    Reason.WISH: lazy("The client asks for a copy of the record"),
}
LONG = {1: lazy("1 hour"), 8: lazy("8 hours"), 24: lazy("1 day"), 72: lazy("3 days")}


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
    flash({"allow": _("Agreed. The client is told."), "decline": _("Declined."), "end": _("Closed.")}[answer])
    return redirect(url_for(f"{room}.record.show", case_id=case_id), HTTPStatus.SEE_OTHER)
