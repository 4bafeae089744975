"""Try a key result: a definition beside what it would have said in a year, then saved."""

from __future__ import annotations

import difflib
import hashlib
from pathlib import Path

import streamlit as st

from dashboards import blocks, trying
from dashboards.blocks import Masthead, Prose, Text
from dashboards.hand import Hand
from dashboards.theme import palette
from dashboards.trial_figure import trial_figure
from dashboards.tried import Tried
from dashboards.trying import Outcome, Run
from dashboards.view import View
from dashboards.waiting import wait
from krtracker.project import Project, find

RUN, OUTCOME, SAID, SAVED = "trial under way", "trial", "not saved because", "saved"
TEXT = "draft"
NEW = ""
"""How the list of files names the one that is not there yet."""
USUAL = "kr_definitions/team/aim.yaml"
START = """\
objective: What is to become better, in words
team: support
cycle: {cycle}

key_results:
  first_number:
    title: By which number would you tell
    unit: h
    change: -10 percent
    source: {source}
    measure:
      from: a_table
      value: count(*)
      at: a_column
      window: last 28 days
"""


def page(view: View) -> None:
    """The whole page: the text at the left, what it says at the right."""
    project, words = find(), view.words
    blocks.show(Masthead(title=words("try"), below=words("try say")), key="masthead")
    left, right = st.columns(2, gap="medium")
    with left:
        file, text, seen = _draft(view, project)
    with right:
        _result(view, file)
    _saving(view, project, file, text, seen)


def _draft(view: View, project: Project) -> tuple[str, str, str | None]:
    """The file, the text as it is written now, and the text that lies on disk."""
    words = view.words
    files = sorted({each.file for each in view.catalog.objectives if _lies(project, each.file)})
    options = [*files, NEW]
    chosen = st.selectbox(
        words("try file"),
        options,
        format_func=lambda each: each or words("try new"),
        key="file",
    )
    file = chosen or st.text_input(words("try name"), USUAL, key="name")
    seen = _on_disk(project, file)
    key = f"{TEXT} {chosen}"
    if key not in st.session_state:
        st.session_state[key] = seen if seen is not None else _start(view)
        st.session_state[f"seen {file}"] = seen
    text = st.text_area(
        words("try text"), key=key, height=520, on_change=_again, args=(project, key, file)
    )
    st.button(words("try it"), type="primary", on_click=_again, args=(project, key, file))
    return file, text, seen


def _start(view: View) -> str:
    cycle = view.cycle.name if view.cycle else "2027-Q1"
    return START.format(cycle=cycle, source=next(iter(view.catalog.connections), "source"))


def _lies(project: Project, file: str) -> bool:
    return (project.root / file).is_file()


def _on_disk(project: Project, file: str) -> str | None:
    path = project.root / Path(file)
    try:
        return path.read_text("utf-8") if path.is_relative_to(project.definitions) else None
    except (OSError, UnicodeDecodeError):
        return None


def _again(project: Project, key: str, file: str) -> None:
    """Try what is written now; what is under way is cancelled."""
    under_way: Run | None = st.session_state.pop(RUN, None)
    if under_way is not None:
        under_way.cancel()
    st.session_state.pop(SAVED, None)
    st.session_state.pop(SAID, None)
    text = st.session_state[key]
    named = st.session_state.get(f"which {file}")
    is_there = named is not None and f"{named}:" in text
    st.session_state[RUN] = trying.begin(project.root, file, text, named if is_there else None)


def _result(view: View, file: str) -> None:
    """What is under way, else what came of it, else what to do."""
    words = view.words
    under_way: Run | None = st.session_state.get(RUN)
    if under_way is not None:
        wait(view, run=RUN, outcome=OUTCOME, said="try running", key="")
        return
    outcome: Outcome | None = st.session_state.get(OUTCOME)
    if outcome is None or outcome.file != file:
        say = Prose([[Text(words("try nothing say"), "soft")]], words("try nothing"), look="empty")
        blocks.show(say, key="result")
        return
    if outcome.document is None:
        blocks.show(_failed(outcome, view), key="result")
        return
    _told(Tried(outcome.document, words, view.notation), view, file)


def _failed(outcome: Outcome, view: View) -> Prose:
    words = view.words
    if outcome.is_late:
        text = words("try too long", seconds=int(trying.LONGEST_SECONDS))
        return Prose([[Text(text)]], look="empty")
    if outcome.is_cancelled:
        return Prose([[Text(words("try cancelled"))]], look="empty")
    lines = [[Text(line, "soft")] for line in outcome.said.strip().splitlines()[-6:]]
    return Prose(lines, words("try failed"))


def _told(tried: Tried, view: View, file: str) -> None:
    """Which key result, what does not fit, its numbers, its year, and what a coach would ask."""
    if len(tried.key_results) > 1:
        _which(tried, view, file)
    if (faults := tried.faults()) is not None:
        blocks.show(faults, key="faults")
    known = [value for _, value in tried.values if value is not None]
    if not tried.values:
        return
    blocks.show(tried.headline(), key="tried")
    if len(known) > 1:
        with st.container(border=True, key="card_trial"):
            hand = Hand(tried.quantity, view.words, palette(st.context.theme.type))
            config = {"displayModeBar": False, "responsive": True}
            figure = trial_figure(tried.values, tried.levels, hand)
            st.plotly_chart(figure, theme=None, key="trial_chart", config=config)
            if (past := tried.past()) is not None:
                blocks.show(past, key="past")
    if (questions := tried.questions()) is not None:
        blocks.show(questions, key="questions")


def _which(tried: Tried, view: View, file: str) -> None:
    """Which key result of the file is tried."""
    st.selectbox(
        view.words("try which"),
        tried.key_results,
        key=f"which {file}",
        on_change=_again,
        args=(find(), _key_of(file), file),
    )


def _key_of(file: str) -> str:
    known = f"{TEXT} {file}"
    return known if known in st.session_state else f"{TEXT} {NEW}"


def _saving(view: View, project: Project, file: str, text: str, seen: str | None) -> None:
    """What would change on disk, and the button that changes it, once it fits."""
    words = view.words
    if (said := st.session_state.pop(SAID, None)) is not None:
        blocks.show(Prose([[Text(each)] for each in said.splitlines()], words("try failed")),
                    key="not_saved")  # fmt: skip
        st.button(words("try reload"), on_click=_reload, args=(_key_of(file), file))
    if text == seen:
        says = words("try saved") if st.session_state.get(SAVED) == file else words("try unchanged")
        blocks.show(Prose([[Text(says, "soft")]], look="plain"), key="unchanged")
        return
    with st.container(border=True, key="card_save"):
        blocks.show(
            Prose([[Text(words("try diff", file=file), "strong")]], look="plain"), key="diff_title"
        )
        st.code(_diff(seen or "", text, file), language="diff", wrap_lines=True)
        outcome: Outcome | None = st.session_state.get(OUTCOME)
        fits = _fits(outcome, file, text, view)
        if not fits:
            blocks.show(Prose([[Text(words("try first"), "soft")]], look="plain"), key="first")
        before = st.session_state.get(f"seen {file}")
        st.button(
            words("try saving"),
            disabled=not fits,
            on_click=_save,
            args=(project, file, text, before),
            key="save",
        )


def _fits(outcome: Outcome | None, file: str, text: str, view: View) -> bool:
    """Whether just this text was tried for this file, and `check` would accept it."""
    if outcome is None or outcome.document is None or (outcome.file, outcome.text) != (file, text):
        return False
    return Tried(outcome.document, view.words, view.notation).is_sound


def _save(project: Project, file: str, text: str, before: str | None) -> None:
    over = None if before is None else hashlib.sha256(before.encode()).hexdigest()
    is_saved, said = trying.save(project.root, file, text, over)
    if is_saved:
        st.session_state[f"seen {file}"] = text
        st.session_state[SAVED] = file
    else:
        st.session_state[SAID] = said


def _reload(key: str, file: str) -> None:
    """Forget what was written here: the file says it now."""
    for each in (key, f"seen {file}", OUTCOME):
        st.session_state.pop(each, None)


def _diff(before: str, after: str, file: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), file, file, lineterm="", n=2
    )
    return "\n".join(lines)
