"""What Mara gives Ana and keeps for herself, for the routes that are about one of these."""

from portal.core.db import unit_of_work
from portal.domain import programmes, prompts


def questions(cast):
    """One of Ana's own, one that Mara asks her, two programmes; two prompts of Mara's own."""
    with unit_of_work(cast.ana.practice_id):
        tasks = [programmes.Task("One?"), programmes.Task("Two?")]
        for name in ("First", "Second"):
            programmes.give(cast.mara, [cast.ana.person_id], tasks, programmes.When(name=name))
        going, unwanted = {one.programme.id for one in prompts.given(cast.mara) if one.programme}
        own, retired = (prompts.compose(cast.mara, prompts.Wording(f"{n}?"), is_common=False) for n in range(2))
        prompts.retire(cast.mara, retired)
        return {
            "programme_id": going,
            "unwanted_programme_id": unwanted,
            "prompt_id": own,
            "unwanted_prompt_id": retired,
            "question_id": prompts.add_own(cast.ana, "What grew?"),
            "asked_id": prompts.ask(cast.mara, cast.ana.person_id, "What would you like to keep?"),
        }
