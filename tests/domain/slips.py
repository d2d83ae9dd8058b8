"""Handing slips over and using them, each in a unit of work of its own, as pages do."""

import pytest
from sqlalchemy import select

from portal.core.actor import Role
from portal.core.db import db, unit_of_work
from portal.core.errors import Invalid
from portal.domain import invitations
from portal.models.people import Invitation

PASSWORD = "seven herons over the weir"


def invite(admin, name="Ana", role=Role.CLIENT, person_id=None):
    with unit_of_work(admin.practice_id):
        return invitations.invite(admin, name, f"{name}@example.org", role, person_id)


def join(admin, slip, code=None, *, name="Ana", password=PASSWORD, way_back="practice"):
    with unit_of_work(admin.practice_id):
        return invitations.join(slip.token, slip.code if code is None else code, name, password, way_back)


def look_in(admin, slip, code=None):
    with unit_of_work(admin.practice_id):
        return invitations.look_in(slip.token, slip.code if code is None else code)


def wrong(slip):
    return slip.code[:-1] + ("2" if slip.code[-1] != "2" else "3")


def refused(act, *args, **kwargs):
    with pytest.raises(Invalid) as problem:
        act(*args, **kwargs)
    return problem.value


def tries_of(admin, slip):
    with unit_of_work(admin.practice_id):
        return db.session.scalars(select(Invitation.tries).where(Invitation.person_id == slip.person_id)).one()


def standing(admin, slip):
    with unit_of_work(admin.practice_id):
        return invitations.stands(slip.token)
