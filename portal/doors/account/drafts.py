"""What is being written, kept as it is typed: asked for by the page's script, and by the Leave button without it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.core.errors import Invalid, NotFound
from portal.core.whole import whole
from portal.domain import drafts
from portal.domain.drafts import Draft, Seen
from portal.domain.sessions import Visitor
from portal.web.forms import a_number
from portal.web.session import arrival, signed_in, whoever
from portal.web.templating import clock

bp = Blueprint("drafts", __name__, url_prefix="/drafts")
bp.before_request(signed_in)


@bp.post("")
def save() -> ResponseReturnValue:
    """Answers the page's script: the number to save the next draft with, and when this one was saved."""
    try:
        with whole():
            draft = keep_typed(whoever(), request.form)
    except Invalid as problem:
        return {"problem": str(problem)}
    return {"number": draft.number if draft else 0, "saved": clock(draft.saved_at) if draft else ""}


@bp.post("/<uuid:about_id>/drop")
def drop(about_id: UUID) -> ResponseReturnValue:
    who = whoever()
    for role in who.roles & {kind.role for kind in drafts.KINDS.values()}:
        drafts.drop(who.acting_as(role), about_id, seen_in(request.form))
    return redirect(arrival(request.args.get("next")))


def keep_typed(who: Visitor, form: MultiDict[str, str], about_id: UUID | None = None) -> Draft | None:
    """Keep what stands in a writing form of this person's.

    Args:
        who: whoever writes.
        form: what was sent; the hidden fields are those of the component `draft_fields`.
        about_id: another thing than the form says, so that nothing is in the way.

    Raises:
        NotFound: no form whose words are kept, or not this person's.
        Invalid: too long to keep.
        WrittenElsewhere: another window has saved since.
    """
    kind = drafts.KINDS.get(form.get("draft", ""))
    if kind is None or kind.role not in who.roles:
        raise NotFound
    words = {name: " ".join(form.getlist(name)) for name in kind.fields + kind.about}
    try:
        about, base = about_id or UUID(form["draft_of"]), 0 if about_id else a_number(form["base_version"])
    except (KeyError, ValueError):
        raise NotFound from None
    seen = Seen(0, uuid4()) if about_id else seen_in(form)
    return drafts.save(who.acting_as(kind.role), form["draft"], about, words, seen, base)


def seen_in(form: Mapping[str, str]) -> Seen:
    """What the window that sent this form knows of its draft.

    Raises:
        NotFound: it is no form of ours.
    """
    try:
        return Seen(a_number(form["number"]), UUID(form["window"]))
    except (KeyError, ValueError):
        raise NotFound from None
