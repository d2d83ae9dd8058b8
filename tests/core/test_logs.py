"""Logs: what happened and where, never anybody's words, by the way a line is built."""

import json
import logging
import sys

import pytest
from flask import Flask

from portal.core import logs

CANARY = "Tamsin-does-not-sleep"


@pytest.fixture
def line(capsys):
    """Log something and read what came out."""
    logs.init_app(Flask("portal"))
    return lambda: capsys.readouterr().err


def test_our_own_lines_are_json_with_level_place_and_ids(line):
    logging.getLogger("portal.jobs").error("job %s did not work, try %d", "1f", 2)
    said = json.loads(line())
    assert (said["level"], said["from"], said["said"]) == ("error", "portal.jobs", "job 1f did not work, try 2")
    assert said["place"].startswith("test_logs.py:")


def test_of_an_exception_only_type_and_way_are_kept(line):
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("portal.jobs").exception("it did not work")
    said = line()
    assert CANARY not in said
    assert json.loads(said)["problem"] == "ValueError"
    assert "test_of_an_exception_only_type_and_way_are_kept" in said


def test_of_others_messages_only_the_pattern_is_kept(line):
    logging.getLogger("some.library").warning("Ignored `%s` at %d", CANARY, 3)
    logging.getLogger("some.library").warning(f"Ignored {CANARY}")  # noqa: G004 - as a library might
    said = line()
    assert CANARY not in said
    assert "Ignored `%s` at %d" in said


def test_rq_cannot_write_an_exceptions_words(line):
    logging.getLogger("rq.worker").error(
        "Worker %s: job %s: exception raised while executing (%s)\n%s", "w", "j", "f", CANARY
    )
    assert CANARY not in line()


@pytest.mark.parametrize("name", sorted(logs.DENIED))
def test_a_denied_field_never_reaches_a_line(line, name):
    if name in vars(logging.makeLogRecord({})):
        return
    logging.getLogger("portal").warning("here", extra={name: "x"})
    assert name not in json.loads(line())


def test_other_fields_are_kept_when_they_are_numbers_or_codes(line):
    logging.getLogger("portal").warning(
        "here", extra={"tries": 3, "problem_code": "press-again", "said_by": CANARY, "what": [CANARY]}
    )
    said = json.loads(line())
    assert (said["tries"], said["problem_code"]) == (3, "press-again")
    assert CANARY not in json.dumps(said)


@pytest.mark.parametrize(
    "secret", ["sam@example.org", "/invited/kX81-token/", "/set-up/abc_123", "A" * 43, "https://x.org/invited/t0k3n"]
)
def test_addresses_and_tokens_are_struck_out(line, secret):
    logging.getLogger("portal").warning("at %s", secret)
    said = json.loads(line())["said"]
    assert "sam@" not in said
    assert "t0k3n" not in said
    assert "kX81" not in said
    assert "abc_123" not in said
    assert "A" * 43 not in said


def test_doing_it_again_says_everything_once(line):
    logs.init_app(Flask("portal"))
    logging.getLogger("portal").warning("once")
    assert line().count("once") == 1


def test_loggers_that_bring_their_own_way_out_lose_it(line):
    loud = logging.getLogger("rq.worker")
    loud.addHandler(logging.StreamHandler(sys.stderr))
    logs.init_app(Flask("portal"))
    loud.error("could not reach %s", CANARY)
    assert CANARY not in line()


def test_a_line_that_cannot_be_built_ends_nothing_and_shows_nothing(line):
    logging.getLogger("portal").warning("%d", CANARY)
    assert CANARY not in line()


def test_what_nobody_catches_ends_as_one_line(line, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    logs.catch_the_rest()
    try:
        int(CANARY)
    except ValueError as problem:
        sys.excepthook(ValueError, problem, problem.__traceback__)
    said = line()
    assert CANARY not in said
    assert json.loads(said)["problem"] == "ValueError"
    logging.captureWarnings(False)


def test_an_interrupt_says_nothing(line, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    logs.catch_the_rest()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert line() == ""
    logging.captureWarnings(False)
