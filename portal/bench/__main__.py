"""Makes a temporary installation, measures it in rounds, prints a table, and says whether the limits are kept."""

import argparse
import gc
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url

from portal.bench import files, office, pages, processes, report, rosters, trail, verbs
from portal.bench.browser import CannotMeasure
from portal.bench.files import Files
from portal.bench.house import House, an_empty_house
from portal.bench.line import MANY, Line, stand
from portal.bench.people import SMALL, Cast, Size, settle
from portal.bench.processes import Memory
from portal.bench.report import Found, Verdict
from portal.bench.rounds import SECONDS, Case, Clock, measure
from portal.bench.verbs import Sharing

MISSED, NOT_MEASURED = 1, 2  # exit codes
TRIAL_SECONDS = 0.05  # each case in each round


def main(words: list[str]) -> int:
    """Measure; returns 1 when a limit is missed, 2 when nothing could be measured."""
    asked = _arguments().parse_args(words)
    try:
        with an_empty_house(asked.database_url, asked.owner_database_url) as house:
            cast = settle(SMALL if asked.small else Size(), asked.texts, _say)
            office.crowd(cast.practice_id, cast.size.therapists, cast.size.office)
            _say(f"{cast.size.trail:,} lines of the activity log")
            trail.keep(cast.practice_id, cast.size.trail)
            sharing, drawn = Sharing(cast), Files(cast)
            drawn.warm()
            gc.collect()
            gc.freeze()  # as the worker does: what is loaded need not be looked through at each collection
            seconds = TRIAL_SECONDS if asked.small else SECONDS
            found = measure(_cases(house, cast, sharing, drawn), asked.rounds, _say, seconds)
            stood = stand(drawn, pages.today_of_the_writer(house, cast))
            invited = rosters.invite(cast)
            seen = {"web worker": _workers(house.web_pid), "job worker": [processes.memory(house.worker_pid)]}
    except CannotMeasure as why:
        sys.stderr.write(f"{why}\n")
        return NOT_MEASURED
    verdicts = [*_verdicts(found, seen, sharing, drawn), *_of_the_line(stood), _of_the_list(invited)]
    _tell(found, seen, verdicts)
    if asked.json:
        report.keep(asked.json, found, seen, verdicts)
    return MISSED if asked.judge and not all(verdict.is_kept for verdict in verdicts) else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m portal.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=8, help="of everything; the best one and the median are told")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--texts", type=Path, help='JSON lines with a "text" each, instead of made-up ones')
    parser.add_argument("--database-url", help="an empty PostgreSQL database, as the application's role")
    parser.add_argument("--owner-database-url", help="the same one, as the role that will own the tables")
    parser.add_argument("--small", action="store_true", help="a trial: little data, so the figures mean nothing")
    parser.add_argument("--no-judge", dest="judge", action="store_false", help="end with 0 even if a limit is missed")
    return parser


def _cases(house: House, cast: Cast, sharing: Sharing, drawn: Files) -> list[Case]:
    database = _database_server(house)
    limits, web = _clock(house.limits_pid, database), _clock(house.web_pid, database)
    return [
        pages.spin(),
        *pages.limits(house, limits),
        *pages.of_the_writer(house, cast, web),
        *pages.of_the_therapist(house, cast, web),
        *office.cases(house, cast, web),
        *trail.cases(house, cast, web),
        *verbs.cases(cast, sharing, lambda: time.process_time() + _spent(database)),
        *files.cases(drawn, lambda: processes.cpu_when_idle(house.worker_pid) + _spent(database)),
    ]


def _database_server(house: House) -> int | None:
    url = make_url(house.settings.database_url)
    return None if url.drivername.startswith("sqlite") else processes.database_server(url.database or "")


def _clock(pid: int, database: int | None) -> Clock:
    return lambda: processes.cpu(pid) + _spent(database)


def _spent(database: int | None) -> float:
    return processes.cpu(database) if database else 0.0


def _workers(master: int) -> list[Memory]:
    return [processes.memory(pid) for pid in processes.children(master)]


def _verdicts(found: Found, seen: Mapping[str, list[Memory]], sharing: Sharing, drawn: Files) -> list[Verdict]:
    """The limits we hold ourselves to; of times the best round, because load only ever adds."""
    best = {name: min(figures.wall) for name, figures in found.items()}
    drawing = report.ratio(found[files.DRAWN], found[files.LP])
    return [
        Verdict("open a session", best[verbs.UNLOCK], 1, "ms"),
        Verdict("open Today with five years behind it", best[pages.TODAY], 60, "ms"),
        Verdict("open a page of 20 notes", best[pages.JOURNAL], 25, "ms"),
        Verdict("open the inbox of 60 clients who share 500 things", best[pages.INBOX], 80, "ms"),
        Verdict("read one of them", best[pages.SHARED], 80, "ms"),
        Verdict("open the brief before a session", best[pages.BRIEF], 80, "ms"),
        Verdict("open the board of 100 therapists and 5,000 clients", best[office.BOARD], 150, "ms"),
        Verdict("the same, narrowed to no session booked", best[office.NARROWED], 150, "ms"),
        Verdict("open the newest of 1,000,000 lines of the activity log", best[trail.NEWEST], 50, "ms"),
        Verdict("the same, from the middle", best[trail.OLDER], 50, "ms"),
        Verdict("the same, of one kind", best[trail.OF_A_KIND], 50, "ms"),
        Verdict("the same, of one person", best[trail.OF_ONE], 50, "ms"),
        Verdict("the same, of one person, one kind and one year", best[trail.OF_DAYS], 50, "ms"),
        Verdict("share 5,000 past notes", best[verbs.SHARE] / 1000, 1, "s"),
        Verdict("UPDATEs to stop sharing with a person", sharing.updates, 1),
        Verdict("search 10,000 notes of 2 kB", best[verbs.SEARCH] / 1000, 0.6, "s"),
        Verdict("the same with filters, all letting pass", best[verbs.NARROWED] / 1000, 0.6, "s"),
        Verdict("bring a journal of 3,415 entries along", best[verbs.BRING] / 1000, 20, "s"),
        Verdict(f"draw a file of {drawn.pages} pages, CPU against WeasyPrint alone", drawing, 1.3, "x"),
        Verdict("largest web worker, resident", max(memory.resident for memory in seen["web worker"]), 150, "MB"),
    ]


def _of_the_line(stood: Line) -> list[Verdict]:
    """Files in line, and the pages beside them."""
    return [
        Verdict(f"open Today while {MANY} files are made, against a quiet minute", stood.ratio, 1.5, "x"),
        Verdict(f"have {MANY} files that were asked for at once", stood.seconds, 60, "s"),
    ]


def _of_the_list(seconds: float) -> Verdict:
    """A list of as many people as one may have."""
    return Verdict("invite 5,000 people from a list", seconds, 60, "s")


def _tell(found: Found, seen: Mapping[str, list[Memory]], verdicts: list[Verdict]) -> None:
    for line in ("", *report.table(found), "", *report.of_memory(seen), "", *map(str, verdicts)):
        _say(line)
    if busy := report.noisy(found):
        _say(f"\nNoisy: the rounds of {', '.join(busy)} differ by more than twice. Repeat the run on a quiet machine.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
