"""A conversation with somebody close: planned in one's own words, looked back on, and come back to when it suits.

Nobody is coached into a talk they may be afraid of: whoever plans has first been asked (client_app/conversation.py).
"""

from portal.domain.conversation.talks import (
    AFTERWARDS,
    KIND,
    LONGEST,
    PLAN,
    Talk,
    TalkChanged,
    afterwards_id,
    change,
    is_reminded,
    not_again,
    plan,
    read,
    remove,
    timeline,
    to_come_back_to,
)

__all__ = [
    "AFTERWARDS",
    "KIND",
    "LONGEST",
    "PLAN",
    "Talk",
    "TalkChanged",
    "afterwards_id",
    "change",
    "is_reminded",
    "not_again",
    "plan",
    "read",
    "remove",
    "timeline",
    "to_come_back_to",
]
