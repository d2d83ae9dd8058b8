"""What a practice has set for itself: read once in a unit of work, changed by its admins, one group at a time."""

from portal.domain.settings.here import COLUMNS, PracticeSettings, Rules, from_row, here, hold
from portal.domain.settings.keeping import keep
from portal.domain.settings.slugs import SLUG, free_slug, lead_to, leads_to

__all__ = [
    "COLUMNS",
    "SLUG",
    "PracticeSettings",
    "Rules",
    "free_slug",
    "from_row",
    "here",
    "hold",
    "keep",
    "lead_to",
    "leads_to",
]
