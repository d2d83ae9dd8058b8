"""What can go wrong, in the house's own words. The web floor turns these into pages."""

from portal.core.language import lazy


class PortalError(Exception):
    """Anything Harbour refuses or cannot do."""


class NotFound(PortalError):
    """Not there, or not for this person: the two look the same."""


class Forbidden(PortalError):
    """This person may not enter this room."""


class NotSetUp(PortalError):
    """There is no practice on this installation yet."""


class Paused(PortalError):
    """This practice is closed for now."""


class NotSignedIn(PortalError):
    """Nobody is signed in, or the session has ended."""


class NotFresh(PortalError):
    """What is asked for wants the password again: it was given too long ago."""


class NeedsFactor(PortalError):
    """The practice asks for a second factor before this room opens, and there is none yet."""


class NoTenant(PortalError):
    """A practice's rows were named outside that practice."""


class Locked(PortalError):
    """The key in hand does not open this."""


class Conflict(PortalError):
    """Someone else changed it meanwhile."""


class Busy(PortalError):
    """So many are at the same slow work that this one cannot wait for its turn."""


class TooSoon(PortalError):
    """Too many tries; `wait` is the number of seconds until the next is allowed, `words` what a page says of it."""

    def __init__(self, wait: int, words: str = lazy("There were several tries in a short time.")) -> None:
        super().__init__(f"wait {wait} s")
        self.wait, self.words = wait, words


class Invalid(PortalError):
    """What was typed cannot be used; `field` is the form field the sentence belongs to."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
