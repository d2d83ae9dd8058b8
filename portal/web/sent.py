"""What a form held that could not be taken: given back, so that nothing typed is lost."""

from uuid import UUID

from flask import request
from werkzeug.exceptions import HTTPException

from portal.web.forms import TYPED

OWN = "again-"  # before the fields of the page that asks for the password again: they are no part of what waits there
SECRETS = frozenset({"password", "old_password", "code", "kit", "seed", "passkey"})
NOT_ECHOED = frozenset({"csrf_token", "once", *SECRETS})
CHOSEN_BESIDE = {
    "text": "theme",
    "next": "sign_in_name",
}  # free words in one form, a choice in the one that has this too


def given_back() -> dict[str, list[tuple[str, str]]]:
    """What the form held: the person's own words, and apart from them the ids and choices. Never a secret."""
    try:
        sent = [(name, value) for name, value in request.form.items(multi=True) if value and _is_echoed(name)]
    except HTTPException:  # it could not be read: too large by far, or broken off
        sent = []
    typed, carried = ([part for part in sent if _is_typed(*part) is shown] for shown in (True, False))
    return {"typed": typed, "carried": carried}


def _is_echoed(name: str) -> bool:
    return name not in NOT_ECHOED and not name.startswith(OWN)


def _is_typed(name: str, value: str) -> bool:
    """Whether somebody wrote this in words: fields for free words say it themselves. All else travels along unseen."""
    name = name.rpartition("-")[2]  # several forms on one page have something before it
    return name in TYPED and CHOSEN_BESIDE.get(name) not in request.form and not _is_id(value)


def _is_id(value: str) -> bool:
    try:
        return bool(UUID(value))
    except ValueError:
        return False
