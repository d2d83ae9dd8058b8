"""Passkeys (WebAuthn level 3) as a second factor. Only public keys are kept, and those sealed to their owner."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from cbor2 import CBORDecodeError
from sqlalchemy import delete, select
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain.factors import rows
from portal.models.factors import Challenge

FRESH = timedelta(minutes=5)
LARGEST = 16_384  # characters of an answer
ELSEWHERE = lazy("This passkey answered for another address. Open this site by its own address, and try again.")
TOO_LATE = lazy("That took a while, or was sent before. Try the passkey once more.")
NOT_OURS = lazy("This passkey does not belong to this account. Use another one, or a code.")
UNCHECKED = lazy("The passkey did not check that it was you. Use one with a fingerprint, a face or a PIN; or a code.")
BEHIND = lazy("This passkey has counted back, as a copy of one would. Use another one, or a code.")
UNREADABLE = lazy("The passkey could not be read. Try once more, or use a code.")


@dataclass(frozen=True, slots=True)
class Site:
    """The one address passkeys of a practice are good for."""

    origin: str
    rp_id: str

    @classmethod
    def at(cls, address: str) -> Self:
        """From the public address of a practice."""
        parts = urlsplit(address)
        return cls(f"{parts.scheme}://{parts.netloc}", parts.hostname or "")

    @property
    def can_have_passkeys(self) -> bool:
        """A name with a certificate, or this very machine; a bare number is no site for a passkey."""
        is_name = any(letter.isalpha() for letter in self.rp_id) and ":" not in self.rp_id
        return is_name and (self.origin.startswith("https://") or self.rp_id == "localhost")


def ask_for_new(actor: Actor, session_id: UUID, site: Site, called: str) -> dict[str, Any]:
    """What the browser needs to make a passkey.

    Args:
        actor: whose.
        session_id: the challenge is for this session only.
        site: of the practice.
        called: what the device shows beside it: neutral, for whoever else looks there.
    """
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name=site.rp_id,
        user_id=actor.person_id.bytes,
        user_name=called,
        challenge=_challenge(actor, session_id),
        exclude_credentials=_known(actor),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def add_passkey(actor: Actor, session_id: UUID, site: Site, factor_id: UUID, answer: str, name: str) -> None:  # noqa: PLR0913, PLR0917 - who, where, what
    """Keep a passkey that was made a moment ago. The same form sent twice is one.

    Raises:
        Invalid: on `passkey` or `name`.
    """
    if rows.is_kept(actor, factor_id):
        return
    found = _verified(
        "passkey",
        answer,
        site,
        lambda credential: webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=_taken(actor, session_id, "passkey"),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        ),
    )
    secret = {"name": name, "id": _text(found.credential_id), "public": _text(found.credential_public_key)}
    secret["rp_id"] = site.rp_id
    if any(one.secret["id"] == secret["id"] for one in rows.opened(actor, rows.PASSKEY)):
        raise Invalid("passkey", _("This passkey is here already."))
    rows.keep(actor, factor_id, rows.PASSKEY, secret, found.sign_count)


def ask_for_one(actor: Actor, session_id: UUID, site: Site) -> dict[str, Any]:
    """What the browser needs to ask for one of theirs."""
    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id,
        challenge=_challenge(actor, session_id),
        allow_credentials=_known(actor),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def check(actor: Actor, session_id: UUID, site: Site, answer: str) -> UUID:
    """The passkey that has signed this session's challenge; its counter moves on.

    Raises:
        Invalid: on `code`, with what to do.
    """
    challenge = _taken(actor, session_id, "code")
    known = {one.secret["id"]: one for one in rows.opened(actor, rows.PASSKEY)}
    which = known.get(_id_in(answer))
    if which is None:
        raise Invalid("code", NOT_OURS)
    found = _verified(
        "code",
        answer,
        site,
        lambda credential: webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=_bytes(which.secret["public"]),
            credential_current_sign_count=which.counter,
            require_user_verification=True,
        ),
    )
    if not rows.take(which.id, found.new_sign_count, above=found.new_sign_count > 0, rp_id=site.rp_id):
        raise Invalid("code", BEHIND)
    return which.id


# ------------------------------------------------------------------ challenges


def _challenge(actor: Actor, session_id: UUID) -> bytes:
    """A fresh one for this session; one that was open before is nobody's."""
    value = webauthn.helpers.generate_challenge()
    db.session.execute(delete(Challenge).where(Challenge.session_id == session_id))
    kept = {"practice_id": actor.practice_id, "session_id": session_id, "person_id": actor.person_id}
    db.session.add(Challenge(**kept, value=value))
    return value


def _taken(actor: Actor, session_id: UUID, field: str) -> bytes:
    """The challenge of this session, once."""
    mine = (Challenge.session_id == session_id, Challenge.person_id == actor.person_id)
    row = db.session.execute(select(Challenge.value, Challenge.made_at).where(*mine)).one_or_none()
    gone = db.session.execute(delete(Challenge).where(*mine))
    if row is None or not gone.rowcount or row.made_at < now() - FRESH:  # type: ignore[attr-defined]
        raise Invalid(field, TOO_LATE)
    return bytes(row.value)


# ------------------------------------------------------------------ answers


def _verified(field: str, answer: str, site: Site, verify: Any) -> Any:
    """What the library makes of an answer, its refusals in our words."""
    if len(answer) > LARGEST:
        raise Invalid(field, UNREADABLE)
    try:
        return verify(answer)
    except Invalid:
        raise
    except (WebAuthnException, CBORDecodeError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Invalid(field, _said(str(problem), answer, site)) from None


def _said(problem: str, answer: str, site: Site) -> str:
    if "RP ID" in problem or ("origin" in problem and _origin_in(answer) != site.origin):
        return ELSEWHERE
    sentences = {"challenge": TOO_LATE, "User verification": UNCHECKED, "sign count": BEHIND}
    return next((said for part, said in sentences.items() if part in problem), UNREADABLE)


def _origin_in(answer: str) -> str:
    try:
        return str(json.loads(_bytes(json.loads(answer)["response"]["clientDataJSON"]))["origin"])
    except (ValueError, KeyError, TypeError):
        return ""


def _id_in(answer: str) -> str:
    try:
        return str(json.loads(answer)["id"])
    except (ValueError, KeyError, TypeError):
        return ""


def _known(actor: Actor) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=_bytes(one.secret["id"])) for one in rows.opened(actor, rows.PASSKEY)]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
