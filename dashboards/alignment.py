"""Does it add up: objectives and what they serve, across teams, and what is worth asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from dashboards import blocks, states
from dashboards.blocks import Bar, Block, Line, Link, Masthead, Node, Prose, Text, Tree
from dashboards.links import follow, to_key_result, to_overview
from dashboards.marks import counted
from dashboards.parts import few, in_parts
from dashboards.rows import teams
from dashboards.theme import STATUS, Tone
from dashboards.view import View
from krtracker.domain.alignment import Asked, Branch, Doubt, branches, doubts
from krtracker.domain.calendar import Cycle
from krtracker.domain.news import WORST_FIRST
from krtracker.domain.objective import Objective
from krtracker.domain.retrospective import scores
from krtracker.review.phrases import team_name

MOST, DEEPEST = 60, 32
"""Up to how many objectives the whole map is drawn, however deep; beyond, one step at a time."""
AT_ONCE = 20
"""How many trees are drawn at first, and each time that more are asked for."""


def page(view: View) -> None:
    """The whole page, top to bottom."""
    cycle = view.cycle
    if cycle is None:
        blocks.show(states.no_objectives(view.words), key="state")
        return
    objectives = [each for each in view.catalog.objectives if each.cycle == cycle]
    follow(blocks.show(_head(view, cycle, objectives), _questions(view, objectives), key="ask"))
    trees = _under(st.query_params.get("under"), branches(objectives))
    depth = DEEPEST if len(objectives) <= MOST else 1

    def drawn(part: Sequence[Branch]) -> list[Block]:
        return [Tree([_node(each, view, depth) for each in part], view.words("alignment"))]

    in_parts(trees, AT_ONCE, view, drawn, key="tree")


def _under(id: str | None, trees: Sequence[Branch]) -> Sequence[Branch]:
    """The tree that begins with an objective, wherever it stands; all where it stands nowhere."""
    open_ends = list(trees) if id else []
    while open_ends:
        branch = open_ends.pop()
        if branch.objective.id == id:
            return [branch]
        open_ends += branch.served_by
    return trees


def _head(view: View, cycle: Cycle, objectives: list[Objective]) -> Masthead:
    known = {each.id for each in objectives}
    links = sum(id in known for each in objectives for id in each.contributes_to)
    people = {team for each in objectives for team in each.teams}
    counts = {"count": len(objectives), "teams": len(people), "links": links}
    below = view.words("alignment below", cycle=cycle.name, **counts)
    return Masthead(title=view.words("alignment title"), below=below)


def _questions(view: View, objectives: list[Objective]) -> Block:
    """What a naive reader would ask; no verdict."""
    words = view.words
    found = list(doubts(objectives, view.standings))
    if found:
        return Prose(few(found, _question, view), words("questions"))
    calm = "only one" if len(objectives) == 1 else "no questions"
    return Prose([[Text(words(calm), "soft")]], words("questions"))


def _question(doubt: Doubt, view: View) -> Line:
    return [_named(doubt.objective), Text(_ask(doubt, view))]


def _ask(doubt: Doubt, view: View) -> str:
    other = team_name(doubt.other) if doubt.asked is Asked.UNKNOWN else doubt.other
    names = {
        Asked.ORPHAN: "ask orphan",
        Asked.UNKNOWN: "ask unknown",
        Asked.EMPTY: "ask empty",
        Asked.LEVER: "ask lever",
    }
    return view.words(names[doubt.asked], other=other)


def _named(objective: Objective) -> Text:
    query = {"cycle": objective.cycle.name, "search": objective.title}
    return Text(objective.title, "name", to=to_overview(query))


def _node(branch: Branch, view: View, depth: int) -> Node:
    """An objective with its key results, each with its status, and those that serve it.

    What lies deeper than `depth` is counted, with the way there.
    """
    objective = branch.objective
    own = [view.standings[each.key] for each in objective.key_results]
    worst = min((each.status for each in own), key=WORST_FIRST.index, default=None)
    (score,) = scores([objective], view.standings)
    count = Counter(each.status for each in own)
    edge = STATUS[worst].tone if worst else Tone.NONE
    below = branch.served_by if depth else ()
    if branch.served_by and not depth:
        hidden = view.notation.number(len(branch.served_by))
        there = Link("alignment", {"under": objective.id})
        also: list[Line] = [[Text(view.words("served by", count=hidden), to=there)]]
    else:
        also = []
    also += [[Text(view.words("serves also"), "soft"), _named(each)] for each in branch.also]
    return Node(
        title=[_named(objective)],
        below=teams(objective, view.words),
        tone=edge,
        bar=None if score.share is None else Bar(score.share, tone=edge),
        says="" if score.share is None else view.notation.percent(score.share),
        chips=counted(count, view.words),
        lines=[
            *(
                [
                    Text(f"{STATUS[each.status].icon} ", tone=STATUS[each.status].tone),
                    Text(each.key_result.title, to=to_key_result(each.key_result)),
                ]
                for each in own
            ),
            *also,
        ],
        nodes=[_node(each, view, depth - 1) for each in below],
    )
