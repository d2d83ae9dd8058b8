"""Goals with their steps, levels agreed beforehand, every look at them, and every version of their words."""

import json
from typing import Any

from portal.core.db import db
from portal.core.language import _
from portal.domain.access import readable
from portal.domain.exports import codes
from portal.domain.exports.shelf import Part, Plain, Shelf, moment, urn
from portal.domain.goals import KIND, RATING_KIND, Reading, State
from portal.models.goals import Goal, GoalRating

STATUS = {State.OPEN: "active", State.PAUSED: "on-hold", State.REACHED: "completed", State.LET_GO: "cancelled"}


def own_goals(shelf: Shelf) -> Part:
    versions, looks = shelf.take(KIND), _looks(shelf)
    part = Part("goals", [])
    for row in db.session.scalars(readable(Goal, shelf.actor).order_by(Goal.made_at, Goal.id)):
        if row.id not in versions:
            continue
        newest = versions[row.id][-1]
        goal = Reading.from_bytes(newest.data)
        told = [
            {"version": kept.version, "made_at": moment(kept.made_at), **json.loads(kept.data)}
            for kept in versions[row.id]
        ]
        record = {"id": str(row.id), "made_at": moment(row.made_at), **json.loads(newest.data)}
        part.records.append({**record, "looks": looks.get(row.id, []), "versions": told})
        part.pages.append((f"goals/{row.id.hex[:8]}.md", _page(goal, looks.get(row.id, []))))
        part.resources.append(_resource(shelf, row, goal))
        rated = (look for look in looks.get(row.id, []) if look["rating"] is not None)
        part.resources.extend(_look(shelf, row, look) for look in rated)
    return part


def _looks(shelf: Shelf) -> dict[Any, list[Plain]]:
    texts = shelf.newest(RATING_KIND)
    found: dict[Any, list[Plain]] = {}
    for row in db.session.scalars(readable(GoalRating, shelf.actor).order_by(GoalRating.at, GoalRating.id)):
        if row.id in texts:
            said = {"id": str(row.id), "day": row.on_day.isoformat(), "at": moment(row.at)}
            found.setdefault(row.goal_id, []).append(said | json.loads(texts[row.id].data))
    return found


def _page(goal: Reading, looks: list[Plain]) -> str:
    lines = [f"# {goal.words.title}", "", goal.words.why, ""]
    lines += [f"- [{'x' if step.done_on else ' '}] {step.words}" for step in goal.steps]
    lines += [
        "",
        *(
            "- " + _("%(on_day)s: %(rating)s of 10", on_day=look["day"], rating=look["rating"])
            for look in looks
            if look["rating"] is not None
        ),
    ]
    return "\n".join(lines).strip() + "\n"


def _resource(shelf: Shelf, row: Any, goal: Reading) -> Plain:
    due = goal.words.review_on
    return {
        "resourceType": "Goal",
        "id": str(row.id),
        "lifecycleStatus": STATUS[goal.state],
        "description": {"text": goal.words.title},
        "subject": shelf.patient,
        "startDate": row.made_at.date().isoformat(),
        "expressedBy": shelf.patient,
        **({"note": [{"text": goal.words.why}]} if goal.words.why.strip() else {}),
        **({"target": [{"dueDate": due.isoformat()}]} if due else {}),
    }


def _look(shelf: Shelf, row: Any, look: Plain) -> Plain:
    return {
        "resourceType": "Observation",
        "id": look["id"],
        "status": "final",
        "category": [codes.hl7("observation-category", "survey")],
        "code": codes.ours("goal-rating", "How far a goal is, 0 to 10"),
        "subject": shelf.patient,
        "focus": [{"reference": urn(row.id)}],
        "effectiveDateTime": look["at"],
        "valueInteger": look["rating"],
    }
