"""A form that could not be taken gives the words back that were typed, and shows no id and no choice among them."""

from uuid import UUID

import pytest

SENT = [
    ("/agenda", {"agenda_id": str(UUID(int=7)), "wish": "To be heard"}, "To be heard"),
    ("/agenda/pins", {"kind": "note", "about": str(UUID(int=7)), "pin": "The bill"}, "The bill"),
    (f"/agenda/pins/{UUID(int=7)}", {f"{UUID(int=7)}-pin": "My sister", "to": "up"}, "My sister"),
    ("/goals/new", {"goal_id": str(UUID(int=7)), "title": "Ten minutes", "rating": "7"}, "Ten minutes"),
    ("/conversation/new", {"talk_id": str(UUID(int=7)), "next": "Go for a walk", "afraid": "yes"}, "Go for a walk"),
    ("/check-ins", {"level": "2", "energy": "1", "feelings": "tired", "body": "A long day"}, "A long day"),
    ("/settings", {"theme": "dark", "text": "large"}, None),
]


@pytest.mark.parametrize(("path", "sent", "typed"), SENT)
def test_a_stale_form_shows_the_words_and_neither_ids_nor_choices(sam, as_, path, sent, typed):
    page = as_(sam).post(path, sent | {"csrf_token": "stale"})
    if typed is None or page.status == 404:
        assert not any(value in page.words for value in sent.values())
        return
    shown = [area.text.strip() for area in page.tree.iter("textarea")]
    assert shown == [typed]
    assert set(page.form("Send it again").values) >= set(sent)
