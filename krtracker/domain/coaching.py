"""What a key result is asked before it is promised: the rules of the coach, by name."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """One naive question; `docs/coach/<rule>.md` says when it is asked, and why."""

    VAGUE_OBJECTIVE = "vague_objective"
    NUMBER_IN_OBJECTIVE = "number_in_objective"
    ORPHAN = "orphan"
    TASK = "task"
    NO_OUTCOME = "no_outcome"
    PERCENTAGE_OF_NOTHING = "percentage_of_nothing"
    PERSON_LEVEL = "person_level"
    NO_GUARDRAIL = "no_guardrail"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    ALREADY_REACHED = "already_reached"
    BEYOND_HISTORY = "beyond_history"
    INSIDE_THE_NOISE = "inside_the_noise"
    BASELINE_CONTRADICTED = "baseline_contradicted"


ASKS = {
    Rule.VAGUE_OBJECTIVE: "An objective that any team could have written.",
    Rule.NUMBER_IN_OBJECTIVE: "A number in an objective, where key results have theirs.",
    Rule.ORPHAN: "An objective that stands apart from all others of its cycle.",
    Rule.TASK: "A title that names something to do, not what becomes different.",
    Rule.NO_OUTCOME: "A title of which nobody could tell when it is reached.",
    Rule.PERCENTAGE_OF_NOTHING: "A percentage of something that has no measure.",
    Rule.PERSON_LEVEL: "A number about single persons.",
    Rule.NO_GUARDRAIL: "Easy to reach at the cost of something that nothing watches.",
    Rule.DUPLICATE: "The same table, column and filter as another key result.",
    Rule.CONFLICT: "The same measure as another key result, in the opposite direction.",
    Rule.ALREADY_REACHED: "A target that was reached before the cycle began.",
    Rule.BEYOND_HISTORY: "A target far beyond anything that history ever showed.",
    Rule.INSIDE_THE_NOISE: "A target no further away than the value moves by itself.",
    Rule.BASELINE_CONTRADICTED: "A stated baseline that the source contradicts.",
}
"""What each rule finds, in one line."""

WEIGHTS = ("off", "warning", "error")
"""What a project may make of a rule; a warning where it says nothing."""

OF_HISTORY = frozenset(
    {
        Rule.ALREADY_REACHED,
        Rule.BEYOND_HISTORY,
        Rule.INSIDE_THE_NOISE,
        Rule.BASELINE_CONTRADICTED,
    }
)
"""The rules that need to know what was before the cycle."""
