"""Whether a source reckons what a measure is scanned for, or hands over columns for it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from krtracker.measures.asking import Asking
from krtracker.measures.shared.cells import candidates
from krtracker.measures.shared.member import Member
from krtracker.measures.shared.parts import Part, text_of
from krtracker.measures.shared.scan import GROUPED_FORMS, aggregate, flag


@dataclass
class Placing:
    """Whether a source reckons what a member is scanned for, each expression looked at once."""

    asking: Asking
    _known: dict[str, bool] = field(default_factory=dict)

    def of(self, member: Member) -> bool:
        """Whether nothing of it has to be reckoned at the desk; told only where that differs."""
        if self.asking.connector.dialect == "duckdb" or not self.asking.connector.reckons():
            return True
        looked_at = candidates(member.conditions)
        return all(
            self._is_placed(part.form.value + text, tree)
            for part in member.parts
            for text, tree in _trees(part)
        ) and all(
            self._is_placed(text, flag(node))
            for text, node in member.conditions.items()
            if not {text_of(column) for column in node.find_all(exp.Column)} <= looked_at.keys()
        )

    def _is_placed(self, text: str, tree: exp.Expr) -> bool:
        if text not in self._known:
            self._known[text] = self.asking.obstacle(tree) is None
        return self._known[text]


def _trees(part: Part) -> list[tuple[str, exp.Expr]]:
    """What is scanned for a part: its argument, and what is made of it."""
    if part.argument is None:
        return []
    made = aggregate("part", part, "of_part").values() if part.form in GROUPED_FORMS else ()
    return [
        (f"{part.text} {number}", tree)
        for number, tree in enumerate((exp.alias_(part.argument.copy(), "part"), *made))
    ]
