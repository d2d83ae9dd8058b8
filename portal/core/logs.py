"""Logs that hold no content: one JSON line a record, with ids, codes and places in the code, never anybody's words."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from flask import Flask

OURS = ("portal", "client_app", "therapist_app", "config", "wsgi")
LOUD = ("gunicorn.error", "gunicorn.access", "rq.worker", "rq.job", "werkzeug")  # bring handlers of their own
SILENT = ("weasyprint", "fontTools")  # they warn of each sign that no font has

# Fields of a record that never reach a log, whoever sets them. Anything that is not a number or one of our own ids and
# codes is dropped anyway; this list is there to be read.
DENIED = frozenset(
    {"address", "arguments", "body", "code", "cookie", "description", "email", "exc_text", "first_line", "form"}
    | {"headers", "key", "keys", "kwargs", "mood", "name", "note", "password", "pepper", "query", "sign_in_name"}
    | {"slug", "text", "title", "token", "url", "words"}
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_CODE = re.compile(r"\A[a-z0-9][a-z0-9_.:-]{0,63}\Z")
_HIDDEN = re.compile(r"[^\s/@<>]+@[^\s/@<>]+|(?<=/invited/)[^\s/]+|(?<=/set-up/)[^\s/]+|[A-Za-z0-9_-]{40,}")
_PLACE = Path(__file__).resolve().parents[2]


class ContentFree(logging.Formatter):
    """What happened and where; words of others are left out by the way the line is built, not by looking for them.

    Our own messages are written for this and name ids, counts and types. Of anybody else's message only the pattern is
    kept, not what was put in; of an exception only its type and where it came from, for its text may quote a person.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "place": f"{Path(record.pathname).name}:{record.lineno}",
            "said": _said(record),
        }
        line.update({name: value for name, value in vars(record).items() if _may_be_said(name, value)})
        if record.exc_info and record.exc_info[0]:
            line["problem"] = record.exc_info[0].__name__
            line["came_by"] = _way(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


class _ToStandardError(logging.Handler):
    """Writes to whatever standard error is at that moment, so that a test or a supervisor may redirect it."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
        except Exception:  # noqa: BLE001 - a log that fails must not end the work
            self.handleError(record)


def init_app(app: Flask) -> None:
    """Give every logger of this process one way out. Doing it again changes nothing."""
    logging.raiseExceptions = False  # its complaint about a bad record would print the record
    root = logging.getLogger()
    if not any(isinstance(handler, _ToStandardError) for handler in root.handlers):
        handler = _ToStandardError()
        handler.setFormatter(ContentFree())
        root.addHandler(handler)
    for name in LOUD:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.ERROR)
    app.logger.handlers.clear()
    app.logger.setLevel(logging.INFO)


def catch_the_rest() -> None:
    """Let what nobody catches end as one content-free line, not as a traceback with the exception's words."""
    sys.excepthook = _last_words
    logging.captureWarnings(True)


def _last_words(kind: type[BaseException], problem: BaseException, way: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        why = (kind, problem, way)
        logging.getLogger("portal").critical("stopped by an unexpected %s", kind.__name__, exc_info=why)


def _said(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in OURS:
        return _HIDDEN.sub("…", record.getMessage())
    return str(record.msg) if record.args else ""  # without arguments it may have been filled in already


def _may_be_said(name: str, value: object) -> bool:
    if name in _STANDARD or name.lower() in DENIED:
        return False
    return isinstance(value, int | float) or (isinstance(value, str) and _CODE.match(value) is not None)


def _way(trace: TracebackType | None) -> list[str]:
    """Where an exception passed through our own code, or at last where it began: file, line, function."""
    steps = traceback.extract_tb(trace)
    ours = [step for step in steps if Path(step.filename).is_relative_to(_PLACE) and ".venv" not in step.filename]
    return [f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in ours or steps[-1:]]
