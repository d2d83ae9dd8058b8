"""What every test may ask for: a house on a real database, its people, a browser for each of them, a real Redis."""

import contextlib
import gc
import os
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest

from config import Secrets, Settings
from portal.app import check, create_app
from portal.core import catalogues
from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.tables import bring_up_to_date
from portal.domain import practices, sessions, vault
from portal.launch import native
from portal.models.practices import Practice
from tests import cast as people
from tests import services
from tests.browser import Browser
from tests.house import tables_of
from tests.screens import chromium
from tests.trail import observer as trail
from wsgi import build, rooms

ENGINES = ("sqlite", "postgresql")
PAGES = frozenset({"client_app", "therapist_app", "doors"})  # folders of tests
ONE_DATABASE = PAGES | {"access", "journeys", "pdf"}
UNCOUNTED = frozenset({"screens", "access", "architecture", "journeys"})  # where the ways of other tests are gone again
PROCESSES = "COVERAGE_PROCESS_CONFIG"  # by which coverage counts in the processes that a test starts
PAUSED = pytest.StashKey[str]()


def pytest_addoption(parser):
    parser.addoption("--engine", action="append", choices=ENGINES, help="only this database (default: both)")
    parser.addoption("--gate", action="store_true", help="no pictures of the screens are kept")


def pytest_configure(config):
    config.addinivalue_line("markers", "on(engine): about this database only")
    config.addinivalue_line("markers", "tampers: breaks the vault on purpose, so fsck is not asked afterwards")
    config.addinivalue_line("markers", "uncounted: a long walk over ways that other tests go too; left out of coverage")
    native.load()  # before anything imports WeasyPrint
    if not hasattr(config, "workerinput"):
        catalogues.compile_all()  # as the set-up does
        config.stack = contextlib.ExitStack()
        services.start_for_tests(config.stack, config.getoption("--engine") or ENGINES)
        chromium.start_for_tests(config.stack, config.args)


def pytest_unconfigure(config):
    if stack := getattr(config, "stack", None):
        stack.close()


def pytest_collection_finish():
    """What was imported and collected stays to the end: looking for garbage there takes an eighth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _usual_engines(path):
    """Both, but for what comes through pages: what differs lies below them (ADR 22). `make both` asks for all."""
    return ("sqlite",) if ONE_DATABASE.intersection(path.parts) else ENGINES


def pytest_generate_tests(metafunc):
    if "engine" in metafunc.fixturenames:
        only = [name for mark in metafunc.definition.iter_markers("on") for name in mark.args]
        wanted = metafunc.config.getoption("--engine") or _usual_engines(metafunc.definition.path)
        metafunc.parametrize("engine", [name for name in wanted if not only or name in only], scope="session")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Counting what is covered takes as long as the test: it is off, set-up and all, where it is done already."""
    counting = getattr(item.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if counting and counting.started and not _is_counted(item):
        counting.pause()
        item.config.stash[PAUSED] = os.environ.pop(PROCESSES)
    elif counting and not counting.started and _is_counted(item):
        counting.resume()
        os.environ[PROCESSES] = item.config.stash[PAUSED]


def _is_counted(item):
    """Once, on SQLite; and not where a browser or a walk goes a way again that other tests go."""
    on = getattr(item, "callspec", None) and item.callspec.params.get("engine")
    is_walk = UNCOUNTED.intersection(item.path.parts) or item.get_closest_marker("uncounted")
    return on != "postgresql" and not is_walk


@pytest.fixture(scope="session")
def secrets():
    return Secrets.make()


@pytest.fixture(scope="session")
def redis_url():
    return os.environ["HARBOUR_TEST_REDIS"]


@pytest.fixture(scope="session")
def settings(engine, secrets, redis_url, tmp_path_factory, worker_id):
    """Settings of a real installation, with a password hash that costs little."""
    data_dir = tmp_path_factory.mktemp(engine)
    if engine == "sqlite":
        owner = app = f"sqlite:///{data_dir / 'harbour.db'}"
    else:
        if "HARBOUR_TEST_POSTGRES" not in os.environ:
            pytest.skip(os.environ["HARBOUR_TEST_POSTGRES_MISSING"])
        owner, app = services.new_database(f"harbour_{worker_id}")
    return Settings(
        data_dir=data_dir,
        secrets=secrets,
        database_url=app,
        owner_database_url=owner,
        redis_url=redis_url,
        argon2_memory_kib=64,
        argon2_passes=1,
        queue_name=f"harbour-{engine}-{worker_id}",
        environment="testing",
    )


@pytest.fixture(scope="session")
def built(settings):
    """The application on a migrated database, made once for each engine."""
    made = create_app(settings)
    bring_up_to_date(made)
    with made.app_context():
        db.engine.dispose()
    app = build(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def tables(built, settings):
    """Every table of the house, to be emptied and filled whole."""
    with tables_of(settings) as found:
        yield found


def _named(item):
    """What `tests/trail` calls this test, and what it is about of those it is repeated for: without the engine."""
    name, _, about = item.nodeid.partition("[")
    return name, "-".join(part for part in about.rstrip("]").split("-") if part not in ENGINES)


def _is_about_pages(item):
    return bool(PAGES.intersection(item.path.parts))


@pytest.fixture
def house(built, tables, settings, request):
    """An app context over empty tables. Afterwards the vault must be sound."""
    (settings.data_dir / "revocations.log").unlink(missing_ok=True)  # it is about rows that are not there any more
    with built.app_context(), trail.heard(*_named(request.node), all_of_it=_is_about_pages(request.node)):
        tables.empty()
        yield built
        db.session.remove()
        if not request.node.get_closest_marker("tampers"):
            for practice_id in practices.all_ids():
                with unit_of_work(practice_id, writes=False):
                    assert not any(vault.fsck().values()), vault.fsck()
        db.session.remove()


@pytest.fixture(scope="session")
def once(tables):
    """`once(live)` is what `live` returns when it fills empty tables; asked once a day, then its rows come back."""
    lived = {}

    def again(live):
        day = live, now().date()
        if day not in lived:
            told = live()
            db.session.remove()
            lived[day] = told, tables.rows()
        else:
            tables.fill(lived[day][1])
        return lived[day][0]

    return again


@pytest.fixture
def cast(house, once):
    found = once(people.gather)
    return replace(found, people=dict(found.people))


@pytest.fixture
def as_(house):
    """A browser in which this person is signed in (None: nobody). Two practices live here, so paths have a prefix."""

    def sign_in(actor: Actor | None, slug: str | None = None) -> Browser:
        client = house.test_client()
        if actor is None:
            return Browser(client, f"/p/{slug}" if slug else "")
        with unit_of_work(actor.practice_id):
            cookie = sessions.start(actor.practice_id, actor.person_id, actor.keys)
        with unit_of_work(actor.practice_id, writes=False):
            found = sessions.open_with(cookie)
            slug = db.session.get(Practice, actor.practice_id).slug
        db.session.remove()
        client.set_cookie("harbour", urlsafe_b64encode(cookie).decode())
        with client.session_transaction() as signed:
            signed["_user_id"] = str(found.session_id)
            signed["_fresh"] = True
        return Browser(client, f"/p/{slug}")

    return sign_in


@pytest.fixture
def another_app(settings):
    """A second application with some settings changed: another node, or the same after a restart."""
    made = []

    def make(**changes):
        made.append(create_app(replace(settings, **changes), rooms()))
        check(made[-1])
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
