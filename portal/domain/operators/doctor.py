"""The check-up of an installation: what is missing or odd, each in a plain sentence with what mends it."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import func, select

from portal.core import db as database
from portal.core import jobs, mail, site
from portal.core.clock import now
from portal.core.db import db, unit_of_work
from portal.core.errors import NoTenant
from portal.core.keyring import ring
from portal.core.language import _
from portal.domain import factors, practices
from portal.domain.operators import acts
from portal.domain.operators.looking import BACKUP, CHECKPOINTS
from portal.domain.operators.setting_up import is_there_an_operator

SKEW = timedelta(seconds=30)
OLD = timedelta(days=2)
OTHERS = 0o077  # rights of anybody but the owner
TRIAL = (
    "import sys; from pathlib import Path; from portal.launch import native; native.load(Path(sys.argv[1]));"
    "import weasyprint; weasyprint.HTML(string='x').write_pdf()"
)
TRIAL_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What one look found. `says`: a sentence; `mend`: what to do about it, when there is something."""

    about: str
    is_well: bool
    says: str
    mend: str = ""


def examine(secrets_dir: Path | None = None) -> list[Found]:
    """Look at everything. Takes a second or two: one page of a PDF is drawn.

    Args:
        secrets_dir: where the secrets lie, if not in the data folder.
    """
    looks: tuple[Callable[[], Found], ...] = (
        lambda: _secrets(secrets_dir or ring().data_dir / "secrets"),
        _pepper,
        _role,
        _clock,
        _tls,
        _operators,
        _acts,
        _passkeys,
        _mail,
        _queue,
        _pango,
        _checkpoint,
        _backup,
    )
    return [look() for look in looks]


def _secrets(folder: Path) -> Found:
    if not folder.is_dir():
        return Found(_("Secrets"), is_well=True, says=_("They lie elsewhere, where this process does not look."))
    open_to_others = [path.name for path in folder.iterdir() if path.stat().st_mode & OTHERS and not path.is_dir()]
    if open_to_others:
        return Found(
            _("Secrets"), is_well=False, says=_("Other users of this machine can read a secret."), mend="chmod 600"
        )
    return Found(_("Secrets"), is_well=True, says=_("Each is there, and only its owner reads it."))


def _pepper() -> Found:
    try:
        practices.check_pepper()
    except practices.WrongPepper as why:
        return Found(
            _("Pepper"), is_well=False, says=str(why), mend=_("Put back the file that was saved with the data.")
        )
    return Found(
        _("Pepper"), is_well=True, says=_("It is the one this data was made with. Keep a copy apart from backups.")
    )


def _role() -> Found:
    try:
        database.check_role()
    except NoTenant as why:
        return Found(
            _("Database role"), is_well=False, says=str(why), mend=_("Connect as portal_app: docs/OPERATING.md")
        )
    if db.engine.dialect.name != "postgresql":
        said = _("SQLite: practices are kept apart by the application and the keys, without row security beneath.")
        return Found(_("Database role"), is_well=True, says=said)
    return Found(_("Database role"), is_well=True, says=_("It owns no table and cannot pass row security."))


def _clock() -> Found:
    if db.engine.dialect.name == "postgresql":
        with unit_of_work(None, writes=False):
            theirs = db.session.scalar(select(func.clock_timestamp()))
        if theirs and abs(theirs - now()) > SKEW:
            said = _("This machine and the database disagree about the time.")
            return Found(_("Clock"), is_well=False, says=said, mend=_("Switch time synchronisation on, on both."))
    path = ring().data_dir / CHECKPOINTS
    if path.exists() and path.stat().st_mtime > (now() + SKEW).timestamp():
        said = _("The last checkpoint lies in the future, so the clock has gone back.")
        return Found(_("Clock"), is_well=False, says=said, mend=_("Switch time synchronisation on."))
    return Found(
        _("Clock"), is_well=True, says=_("It goes forward. Codes of second factors need it right to half a minute.")
    )


def _tls() -> Found:
    parts = urlsplit(site.public_url())
    if parts.scheme == "https":
        return Found(_("Encryption on the way"), is_well=True, says=_("The public address begins with https."))
    if parts.hostname in site.OF_THIS_MACHINE:
        return Found(
            _("Encryption on the way"), is_well=True, says=_("Only this machine is served, so none is needed yet.")
        )
    said = _("People reach this over plain http: whoever is on the way can read along.")
    mend = _("Put a proxy with a certificate in front, and set PORTAL_PUBLIC_URL to its https address.")
    return Found(_("Encryption on the way"), is_well=False, says=said, mend=mend)


def _operators() -> Found:
    if is_there_an_operator():
        return Found(_("Operators"), is_well=True, says=_("Somebody can sign in at /operator."))
    mend = "python3 run.py operator-address"
    return Found(_("Operators"), is_well=False, says=_("Nobody has an account for /operator yet."), mend=mend)


def _acts() -> Found:
    path = ring().data_dir / CHECKPOINTS
    kept = path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else []
    found = acts.verify(kept)
    if found.is_whole:
        return Found(_("Log of operators"), is_well=True, says=_("It is complete and unbroken."))
    said = _("It is broken at entry %(number)s: something was changed or taken out.", number=found.broken_at)
    mend = _("Find out who could write to the database. A backup holds the entries of before.")
    return Found(_("Log of operators"), is_well=False, says=said, mend=mend)


def _passkeys() -> Found:
    """After a change of PORTAL_PUBLIC_URL or of a practice's host those of the former name answer nothing."""
    silent = 0
    for practice_id in practices.all_ids():
        with unit_of_work(practice_id, writes=False):
            silent += factors.strangers()
    if silent:
        said = _("Passkeys that were made for another name than their practice has now: %(silent)s.", silent=silent)
        mend = _("Whoever has one signs in with a code on paper and makes a new one; or give the former name back.")
        return Found(_("Passkeys"), is_well=False, says=said, mend=mend)
    return Found(_("Passkeys"), is_well=True, says=_("Each was made for the name its practice has now."))


def _mail() -> Found:
    if mail.is_set():
        return Found(_("Mail"), is_well=True, says=_("A server is set. A practice can send itself a trial."))
    said = _("No server is set, so invitations are printed instead, and nobody is reminded.")
    return Found(_("Mail"), is_well=False, says=said, mend=_("Set PORTAL_SMTP_URL and PORTAL_MAIL_FROM."))


def _queue() -> Found:
    seen = jobs.seen()
    if seen is None:
        said = _("Redis does not answer. Pages work; summaries and mail wait.")
        return Found(_("Queue"), is_well=False, says=said, mend=_("Start Redis, or let run.py bring its own."))
    if not seen.workers:
        return Found(
            _("Queue"), is_well=False, says=_("No worker listens, so jobs wait."), mend=_("Start portal.worker.")
        )
    return Found(_("Queue"), is_well=True, says=_("Redis answers, and a worker listens."))


def _pango() -> Found:
    command = [sys.executable, "-c", TRIAL, str(ring().data_dir)]
    if (
        importlib.util.find_spec("weasyprint")
        and not subprocess.run(  # noqa: S603 - our own words
            command, capture_output=True, check=False, timeout=TRIAL_SECONDS, cwd=Path(__file__).parents[3]
        ).returncode
    ):
        return Found("PDF", is_well=True, says=_("A page could be drawn."))
    said = _("Pango could not be used, so summaries are web pages only.")
    return Found("PDF", is_well=False, says=said, mend="python3 run.py pdf")


def _checkpoint() -> Found:
    path = ring().data_dir / CHECKPOINTS
    if not practices.all_ids():
        return Found(_("Checkpoints"), is_well=True, says=_("There is no practice yet, so there is nothing to sign."))
    if not path.exists() or now().timestamp() - path.stat().st_mtime > OLD.total_seconds():
        said = _("The ends of the trails were not signed for two days.")
        return Found(_("Checkpoints"), is_well=False, says=said, mend=_("See that portal.scheduler runs."))
    return Found(_("Checkpoints"), is_well=True, says=_("The ends of the trails are signed each day."))


def _backup() -> Found:
    path = ring().data_dir / BACKUP
    if path.exists() and now().timestamp() - path.stat().st_mtime < OLD.total_seconds():
        return Found(_("Backup"), is_well=True, says=_("One was noted within two days."))
    said = _("No backup of the last two days is known here.")
    mend = _("Back up as docs/OPERATING.md says, then: touch %(file)s, in the data folder.", file=BACKUP)
    return Found(_("Backup"), is_well=False, says=said, mend=mend)
