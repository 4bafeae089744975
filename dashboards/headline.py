"""The head of one key result: the number with its day, and what it means for the promise."""

from __future__ import annotations

from dataclasses import replace

from dashboards.blocks import Figure, Headline, Text
from dashboards.links import to_key_result, to_overview
from dashboards.marks import every_chip
from dashboards.rows import number, promise
from dashboards.view import View
from krtracker.domain.landing import Landing
from krtracker.domain.standing import Standing
from krtracker.domain.status import Status, Trust
from krtracker.language.notation import Quantity
from krtracker.language.telling import kept_of

WHOLE = 100
"""From how much a week on a tenth of it says nothing."""


def headline(standing: Standing, quantity: Quantity, view: View) -> Headline:
    """Where one is, the title with its marks, the number with its day, and what it means."""
    key_result, words = standing.key_result, view.words
    objective = next(
        each
        for each in view.catalog.objectives
        if each.id == key_result.objective and each.cycle == key_result.cycle
    )
    current = standing.current
    day = view.notation.day(current.as_of, weekday=True) if current else ""
    return Headline(
        path=[
            Text(words("overview"), to=to_overview()),
            Text(" › "),
            Text(
                objective.title,
                to=to_overview({"cycle": objective.cycle.name, "search": objective.title}),
            ),
        ],
        title=key_result.title,
        chips=every_chip(standing, words, view.notation),
        value=number(standing, quantity) if current else [],
        says=words("as of", day=day) if current else "",
        figures=_figures(standing, quantity, view),
    )


def _figures(standing: Standing, quantity: Quantity, view: View) -> list[Figure]:
    """How far, how fast, and how fast from here; why there is no number where there is none."""
    words, percent = view.words, view.notation.percent
    if standing.current is None:
        return [Figure([Text(words("no data"))], words.reason(standing.why))]
    found = []
    if standing.progress is not None:
        says = words("of the way", pace=percent(standing.pace))
        found.append(Figure([Text(percent(standing.progress))], says))
    elif standing.holds is not None:
        kept = kept_of(standing, words)
        holds = words("holds now" if standing.holds else "broken now")
        found.append(Figure([Text(kept)], f"{promise(standing, quantity, words)} · {holds}"))
    else:
        found.append(Figure([Text("–")], words.reason(standing.why)))
    if standing.trust in {Trust.HELD, Trust.STALE}:
        found.append(Figure([Text(words(standing.trust.value))], words.reason(standing.why)))
    elif standing.change_7_days is not None:
        change = quantity.change(standing.change_7_days)
        found.append(Figure([Text(change)], words("in 7 days")))
    for id in standing.contested_by:
        guard = view.catalog.find(id, standing.key_result.cycle.name)
        if guard is not None:
            broken = [Text(guard.title, to=to_key_result(guard))]
            found.append(Figure(broken, words("guardrail broken")))
    if (lands := view.landing(standing.key_result)) is not None:
        found.append(_landing(lands, standing, quantity, view))
    if (needed := needed_per_week(standing)) is not None:
        decimals = max(quantity.decimals, 1 if abs(needed) < WHOLE else 0)
        finer = replace(quantity.brief, decimals=decimals)
        text = words("per week", value=finer.change(needed))
        found.append(Figure([Text(text)], words("needed")))
    return found


def _landing(lands: Landing, standing: Standing, quantity: Quantity, view: View) -> Figure:
    """Where it will be at the end of its cycle, and what that means for the target."""
    words, (low, high) = view.words, (quantity.bare(each) for each in lands.wide)
    reaches = None
    if standing.baseline is not None and standing.target is not None:
        reaches = lands.reaches(standing.baseline, standing.target)
    key = {True: "lands beyond", False: "lands short", None: "lands on"}[reaches]
    within = words("range", low=low, high=high)
    says = words(key, day=view.notation.day(lands.day), range=within)
    return Figure([Text("→ "), Text(quantity.of(lands.value))], says)


def needed_per_week(standing: Standing) -> float | None:
    """How much a week would have to bring from the current value to reach the target in time."""
    current, target = standing.current, standing.target
    if current is None or current.value is None or target is None:
        return None
    days = (standing.key_result.cycle.end - current.as_of).days
    is_open = standing.status not in {Status.ACHIEVED, Status.MISSED, Status.NO_DATA}
    return (target - current.value) / days * 7 if is_open and days > 0 else None
