"""On a journey a therapist writes prompts and gives a programme, worded for one client."""

from uuid import UUID


def ask(sam, mara, words):
    """Prompts Mara keeps; a programme that begins with a question, worded for Sam. words: by what they are."""
    for name, button in (("own prompt", "Keep, only for me"), ("practice prompt", "Keep for the practice")):
        mara.get("/desk/prompts/new").form(button).fill(text=words[name]).press(button)
    asked = mara.get("/desk/prompts/assign").form("Give it").press("Add a step").form("Give it")
    [whom] = {box.get("value") for box in asked.node.iter("input") if box.get("name") == "client"}
    asked.fill(client=whom, name=words["programme"], **{"s1-text": "And this?", "s2-text": words["asked question"]})
    worded = asked.press("Word it for each first").form("Give it")
    worded.fill(**{f"w-{UUID(whom).hex}-0-text": words["asked question"]}).press("Give it")
    assert words["asked question"] in sam.get("/questions").words
