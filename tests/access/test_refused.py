"""Whatever is refused leaves nothing: forms of the census are refused last of all, and every table is as it was."""

import inspect
from contextlib import contextmanager
from io import BytesIO

import pytest
from sqlalchemy import event

from portal.core.db import db
from portal.core.errors import Conflict, Invalid
from tests.access.policy import ROUTES, SIGNED_IN
from tests.access.test_routes import LEAVING, PEOPLE, paths
from tests.journeys.typist import first_choices, free_fields, what_is_typed

A_FILE = b"[2020-01-02 10:00] A quiet day."
LEAST = {"ana": 40, "mara": 17, "olga": 14}  # forms whose verb has done its work before it is refused


class Late(Invalid, Conflict):
    """Of each kind that a page answers."""


@contextmanager
def refused_last():
    """What a part has done is refused when all of it is done; `with refused_last() as often:` … `bool(often)`."""
    often = []

    def refuse(session):
        inner = session.get_nested_transaction()
        if inner is not None and not inner.parent.nested:
            session.flush()
            often.append(inner)
            raise Late("", "Said at the very end.")

    event.listen(db.session, "before_commit", refuse)
    try:
        yield often
    except Late:  # this page answers other refusals only, so all of its unit is undone
        pass
    finally:
        event.remove(db.session, "before_commit", refuse)


def is_whole(view, seen=frozenset()):
    """Whether this view, or what it calls in its own module, asks within a part that is whole."""
    view = inspect.unwrap(view)
    if view in seen:
        return False
    names = view.__code__.co_names
    called = [view.__globals__.get(name) for name in names]
    more = (is_whole(one, seen | {view}) for one in called if inspect.isfunction(one))
    return bool({"problems_in", "whole"} & set(names)) or any(more)


def filled(form):
    """Something said in each field, ticked wherever one can, and of a list the last."""
    for name, kind in free_fields(form).items():
        said = form.values.get(name, [""])[0] or what_is_typed(name, kind).replace("{}", "Words")
        form.values[name] = [(BytesIO(A_FILE), "words.txt") if kind == "file" else said]
    for name, first in first_choices(form).items():
        form.values.setdefault(name, [first])
    for field in form._all("select"):
        if form.values.get(field.get("name"), [""]) == [""]:
            last = list(field.iter("option"))[-1]
            form.values[field.get("name")] = [last.get("value", "".join(last.itertext()))]
    for field in form._all("input"):
        if field.get("type") == "checkbox" and field.get("name"):
            form.values.setdefault(field.get("name"), [field.get("value", "on")])
    return form


def forms_of(page, addresses):
    """By where they go: the forms on a page that change something."""
    for form in page.forms if page.tree is not None else ():
        if form.node.get("method", "get").lower() == "post":
            target = (form.node.get("action") or page.path).partition("?")[0]
            yield addresses.match(target.removeprefix(page.browser.base), "POST")[0], form


def part_of(endpoint):
    return endpoint.rpartition(".")[0]


def differing(before, after):
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


@pytest.mark.parametrize("who", LEAST)
def test_whatever_is_refused_leaves_nothing_though_it_was_done_already(cast, as_, ids, tables, who):
    """Those that the walk comes to and can fill in; what a verb makes to last by itself is told where it is told of."""
    house = as_(None, "willow").client.application
    theirs = [way for way in paths(house, ids) if ROUTES[way[0]] in (PEOPLE[who][0], SIGNED_IN)]
    waiting = {one for one, method, _ in theirs if method == "POST" and is_whole(house.view_functions[one])}
    refused, left = set(), set()
    for endpoint, method, path in theirs:
        if method == "POST" or endpoint in LEAVING or part_of(endpoint) not in map(part_of, waiting):
            continue
        page = as_(getattr(cast, who)).get(path)
        for to, form in forms_of(page, house.url_map.bind("localhost")):
            if to not in waiting or not form.buttons:
                continue
            waiting.remove(to)
            before = tables.rows()
            with refused_last() as often:
                filled(form).press(follow=False)
            now = tables.rows()
            if often:
                refused.add(to)
                left.update((to, name) for name in differing(before, now))
    assert left == set()
    assert len(refused) >= LEAST[who], sorted(refused)
