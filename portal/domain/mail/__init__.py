"""Mail: five texts that say nothing, to people who have chosen to get them."""

from portal.domain.mail.asking import Standing, comes_to, invite, is_set, notify, standing, sweep, take_back
from portal.domain.mail.letters import BODIES, SUBJECTS, Kind, Rendered, render
from portal.domain.mail.sending import UNANSWERED, Dropped, prepare, sent

__all__ = [
    "BODIES",
    "SUBJECTS",
    "UNANSWERED",
    "Dropped",
    "Kind",
    "Rendered",
    "Standing",
    "comes_to",
    "invite",
    "is_set",
    "notify",
    "prepare",
    "render",
    "sent",
    "standing",
    "sweep",
    "take_back",
]
