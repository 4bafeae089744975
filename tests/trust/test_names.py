"""Names that would lead elsewhere, and cells that would be formulas: neither leaves the project."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import product
from pathlib import Path

import pytest

from krtracker.cli.drafting import drafted
from krtracker.cli.objective_file import misplaced, slug
from krtracker.definitions import load
from krtracker.errors import UsageError
from krtracker.ledger.publishing import candidates
from krtracker.project import Project
from tests.end_to_end.shop import a_shop
from tests.trust.conftest import Figure

UP = ("../", "..\\", "/", "//", "./../", "a/../../", "....//", "%2e%2e/", "~/", "\\\\server\\")
THERE = (
    *("out", "etc/passwd", "out.yaml", "out.yml", ".yaml", "out.yaml/..", "con", "a\nb", "é", " "),
    *("..", "a" * 300, "$HOME", "`id`", "${env.HOME}", "out.yaml\0", "\u202egpj", "*", "?", "|x"),
)
NAMES = tuple(up + there for up, there in product(UP, THERE))
FORMULAS = ("=HYPERLINK(1)", "+1", "-1+1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A1", "|x")


def test_no_name_leads_out_of_the_project(project: Project, figure: Figure) -> None:
    inside = project.definitions.resolve()
    for name in NAMES:
        assert (project.definitions / f"{slug(name)}.yaml").resolve().parent == inside
        for path in (project.definitions / name, Path(name)):
            if misplaced(path, project) is None:
                assert path.resolve().is_relative_to(inside), name
        try:
            (path,) = drafted(project, Path(name)).drafts
        except UsageError:
            continue
        assert path.resolve().is_relative_to(inside), name
    figure("T-S21", f"{len(NAMES)} names of files: none leads out of the definitions")


def test_no_name_of_a_snapshot_leads_out_of_their_folder(project: Project) -> None:
    project.snapshots.mkdir(parents=True)
    when = {"published_at": "2026-11-22T00:00:00+00:00", "checked_at": "2026-11-22T00:00:00+00:00"}
    for name in NAMES:
        (project.snapshots / "current.json").write_text(json.dumps({"version": name, **when}))

        for path, _ in candidates(project):
            assert path.parent == project.snapshots, name


@pytest.mark.parametrize("text", [*FORMULAS, *NAMES[::29]])
def test_neither_a_cycle_nor_a_key_result_is_called_so(project: Project, text: str) -> None:
    name = json.dumps(text)
    project.settings_file.write_text(
        f"cycles: {{{name}: {{start: 2026-10-01, end: 2026-12-31}}}}\n"
    )
    project.definitions.mkdir()
    (project.definitions / "x.yaml").write_text(
        f"objective: X\nteam: x\ncycle: {name}\nkey_results: {{{name}: {{title: X}}}}\n"
    )

    catalog = load(project)

    assert {each.place.file for each in catalog.problems if each.place} == {
        "project.yaml",
        "kr_definitions/x.yaml",
    }
    assert not list(catalog.key_results)


def test_what_is_exported_holds_no_formula(tmp_path: Path, figure: Figure) -> None:
    shop = a_shop(tmp_path, sources=("orders",))
    for old, new in (
        ("title: Rows of the last week", f"title: {json.dumps(FORMULAS[0])}"),
        ("unit: rows", f"unit: {json.dumps(FORMULAS[3])}"),
        ("unit: EUR", f"unit: {json.dumps(FORMULAS[1])}"),
        ("team: team_orders", "team: team_orders\nwhy: " + json.dumps(FORMULAS[5])),
    ):
        shop.change("kr_definitions/orders.yaml", old, new)
    shop.run("track")

    rows = list(csv.reader(io.StringIO(shop.run("history", "--csv").out)))

    cells = [cell for row in rows for cell in row]
    assert len(rows) > 20
    safe = re.compile(r"-?[0-9.eE+-]*|[a-z0-9][\w.:+-]*", re.IGNORECASE)
    assert [cell for cell in cells if not safe.fullmatch(cell)] == []
    figure("T-S22", f"{len(cells)} cells of `history --csv`: names, days and numbers, no formula")
