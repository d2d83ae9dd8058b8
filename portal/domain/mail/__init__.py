"""Mail: five texts that say nothing, to people who have chosen to get them."""

from portal.domain.mail.alarms import alarm, choose
from portal.domain.mail.asking import Standing, comes_to, invite, is_set, notify, standing, sweep, take_back
from portal.domain.mail.leaving import tell_all
from portal.domain.mail.letters import BODIES, SUBJECTS, Kind, Rendered, render
from portal.domain.mail.sending import UNANSWERED, Dropped, prepare, sent
from portal.domain.mail.trial import Outcome, Server, Trial, last_trial, server, try_out

__all__ = [
    "BODIES",
    "SUBJECTS",
    "UNANSWERED",
    "Dropped",
    "Kind",
    "Outcome",
    "Rendered",
    "Server",
    "Standing",
    "Trial",
    "alarm",
    "choose",
    "comes_to",
    "invite",
    "is_set",
    "last_trial",
    "notify",
    "prepare",
    "render",
    "sent",
    "server",
    "standing",
    "sweep",
    "take_back",
    "tell_all",
    "try_out",
]
