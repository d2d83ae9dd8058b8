"""An app that makes codes (TOTP, RFC 6238): six digits, new every thirty seconds, each taken once."""

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pyotp
import segno

from portal.core.actor import Actor
from portal.core.clock import now
from portal.core.errors import Invalid
from portal.core.language import _, lazy
from portal.domain.factors import rows

STEP = timedelta(seconds=30)
DIGITS = 6
AROUND = (-1, 0, 1)  # steps: clocks differ, and typing takes a moment
SEED_LENGTH = 32  # signs of base 32: 160 bits
NOT_NOW = lazy("This code does not fit now. It changes every 30 seconds: type the one that stands there now.")
USED = lazy("This code was used already. Wait until the app shows the next one.")


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What an app needs to know: as a picture for its camera, and to type."""

    seed: str
    picture: str  # a data: address of an SVG

    @property
    def groups(self) -> str:
        return " ".join(self.seed[at : at + 4] for at in range(0, len(self.seed), 4))


def new_seed() -> str:
    """160 random bits in base 32."""
    return pyotp.random_base32(SEED_LENGTH)


def enrolling(seed: str, account: str, site: str) -> Enrolling:
    """How a seed gets into an app.

    Args:
        seed: of `new_seed`.
        account: what the app shows; whoever looks at the phone reads it.
        site: the same.
    """
    address = pyotp.TOTP(seed).provisioning_uri(account, site)
    return Enrolling(seed, segno.make(address, error="m").svg_data_uri(border=4, light="#fff"))


def add_app(actor: Actor, factor_id: UUID, seed: str, code: str, name: str) -> None:
    """Keep an app that has just shown the right code; that code is used with it.

    Raises:
        Invalid: on `code`, `seed` or `name`.
    """
    if len(seed) != SEED_LENGTH or not set(seed) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
        raise Invalid("code", _("The picture was too old. Here is a new one for your app."))
    step = _step_of(seed, code)
    if step is None:
        raise Invalid("code", NOT_NOW)
    rows.keep(actor, factor_id, rows.APP, {"name": name, "seed": seed}, step)


def is_code(typed: str) -> bool:
    """Whether this has the form of such a code."""
    plain = _plain(typed)
    return len(plain) == DIGITS and plain.isdigit()


def check(actor: Actor, typed: str) -> UUID:
    """The app that made this code; it is used then.

    Raises:
        Invalid: on `code`: of no app of theirs now, or used before.
    """
    sentence = NOT_NOW
    for factor in rows.opened(actor, rows.APP):
        step = _step_of(factor.secret["seed"], typed)
        if step is None:
            continue
        if rows.take(factor.id, step):
            return factor.id
        sentence = USED
    raise Invalid("code", sentence)


def _step_of(seed: str, typed: str) -> int | None:
    """The step this is the code of; every step is looked at, whichever it is."""
    here, maker, plain = int(now().timestamp() // STEP.total_seconds()), pyotp.HOTP(seed, DIGITS), _plain(typed)
    fitting = [here + by for by in AROUND if hmac.compare_digest(maker.at(here + by).encode(), plain.encode())]
    return fitting[0] if fitting else None


def _plain(typed: str) -> str:
    """Spaces do not count, and digits may be written wide."""
    return "".join(unicodedata.normalize("NFKC", typed).split())
