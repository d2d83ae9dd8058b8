"""What a practice has set for itself: read once in a unit of work, changed by its admins, one group at a time."""

from portal.domain.settings.colour import TooFaint, can_be_used, house_colours, made, sheet
from portal.domain.settings.here import COLUMNS, PracticeSettings, Rules, from_row, here, hold
from portal.domain.settings.keeping import begin_in, keep, led_by
from portal.domain.settings.naming import Called, called, rename
from portal.domain.settings.rules import CLOSED_DAYS, INVITATION_DAYS, YEARS
from portal.domain.settings.slugs import SLUG, address, free_slug, give_host, lead_to, leads_to, spend
from portal.domain.settings.telling import TELLING, name_warning, slug_warning

__all__ = [
    "CLOSED_DAYS",
    "COLUMNS",
    "INVITATION_DAYS",
    "SLUG",
    "TELLING",
    "YEARS",
    "Called",
    "PracticeSettings",
    "Rules",
    "TooFaint",
    "address",
    "begin_in",
    "called",
    "can_be_used",
    "free_slug",
    "from_row",
    "give_host",
    "here",
    "hold",
    "house_colours",
    "keep",
    "lead_to",
    "leads_to",
    "led_by",
    "made",
    "name_warning",
    "rename",
    "sheet",
    "slug_warning",
    "spend",
]
