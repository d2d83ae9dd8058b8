"""What the practice hands out: its log as a file, and on request all that it holds about one person."""

from portal.domain.disclosures.about import NOT_IN_IT, about_person
from portal.domain.disclosures.trail import FORMS, MOST_LINES, Made, log_file

__all__ = ["FORMS", "MOST_LINES", "NOT_IN_IT", "Made", "about_person", "log_file"]
