"""Consents: given by whoever holds the owner's keys, ended by anyone whom a concept lets, without any key."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from portal.core.clock import now
from portal.core.crypto import Keys
from portal.core.db import db
from portal.domain.access import live
from portal.domain.vault import revocations
from portal.domain.vault.principals import mine, recipient
from portal.domain.vault.seals import OWN, new_grant
from portal.models.vault import Grant, ItemKey, Principal


def give(  # noqa: PLR0913, PLR0917 - these are the terms of a consent
    keys: Keys, reader_id: UUID, scope: str, purpose: str, wording: str, expires_at: datetime | None = None
) -> Grant:
    """A consent of mine to a reader; one that stands with the very same terms is used again.

    Args:
        keys: the owner's.
        reader_id: the principal who may read.
        scope: "chosen", or the kind of item that every new version of falls under it.
        purpose: what for, in the owner's words.
        wording: version of the words agreed to.
        expires_at: from when on it opens nothing; None: until it is ended.

    Raises:
        NotFound: no such reader in this practice, or put aside.
        Locked: these keys are out of date, or the reader's public key is not one we issued.
        ValueError: a consent to oneself.
    """
    if reader_id == keys.principal_id or scope == OWN:
        raise ValueError("a consent is given to somebody else")
    owner, reader = mine(keys), recipient(reader_id)
    standing = _GRANTS.where(
        live(),
        Grant.owner_id == owner.id,
        Grant.reader_id == reader.id,
        Grant.scope == scope,
        Grant.purpose == purpose,
        Grant.wording == wording,
        Grant.expires_at.is_not_distinct_from(expires_at and expires_at.astimezone(UTC)),
    )
    grant = db.session.scalars(standing.order_by(Grant.given_at, Grant.id).limit(1)).first()
    if grant is None:
        grant = new_grant(owner, reader, scope, purpose, wording, expires_at)
        db.session.add(grant)
        db.session.flush()
    return grant


def end(grant_id: UUID) -> list[UUID]:
    """End a consent for good; returns its id, or nothing when it had ended before."""
    return _end(Grant.id == grant_id)


def end_between(owner_id: UUID, reader_id: UUID) -> list[UUID]:
    """End whatever this owner has opened to this reader; returns the ids of the consents ended now."""
    return _end(Grant.owner_id == owner_id, Grant.reader_id == reader_id)


def end_all_between(owner_id: UUID, reader_id: UUID) -> list[UUID]:
    """End whatever one person has opened to another, by any keys of theirs, those that were put aside too.

    Args:
        owner_id: the person who gave.
        reader_id: the person who reads.

    Returns:
        the ids of the consents ended now.
    """
    owners, readers = (select(Principal.id).where(Principal.person_id == one) for one in (owner_id, reader_id))
    return _end(Grant.owner_id.in_(owners), Grant.reader_id.in_(readers))


def sweep() -> list[UUID]:
    """End what has expired. Reading asks for the date itself, so nothing depends on when this runs."""
    return _end(Grant.expires_at <= now())


def grants_for_share(*where: ColumnElement[bool]) -> list[Grant]:
    """Consents that nobody can end until this transaction does; whoever was ending one is waited for first."""
    query = _GRANTS.where(live(), *where).order_by(Grant.id).with_for_update(read=True)
    return list(db.session.scalars(query))


def _end(*where: ColumnElement[bool]) -> list[UUID]:
    """Lock, clear the readers' seals in one UPDATE, sweep the keys.

    Whoever shares under one of these holds it FOR SHARE: we wait for them and then see, in a statement of its own, the
    keys they wrote; whoever comes later waits for us and then sees that it has ended.
    """
    standing = select(Grant.id).where(Grant.scope != OWN, Grant.ended_at.is_(None), *where)
    ids = list(db.session.scalars(standing.order_by(Grant.id).with_for_update(key_share=True)))
    if ids:
        db.session.execute(update(Grant).where(Grant.id.in_(ids)).values(ended_at=now(), reader_seal=None))
        forget_keys_under(ids)
        revocations.note("ended", ids)
    return ids


def forget_keys_under(grant_ids: list[UUID]) -> None:
    """Delete the item keys under these consents."""
    gone = delete(ItemKey).where(ItemKey.grant_id.in_(grant_ids))
    db.session.execute(gone, execution_options={"synchronize_session": False})


_GRANTS = select(Grant).execution_options(populate_existing=True)
