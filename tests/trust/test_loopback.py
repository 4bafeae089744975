"""What is served is served to this machine only, and tells nobody about it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from krtracker.cli import serving
from krtracker.cli.admission import require_guarded
from krtracker.cli.app import run
from krtracker.errors import UsageError
from krtracker.login import faults
from krtracker.project import Project
from tests.trust.conftest import Figure

ROOT = Path(__file__).parents[2]
ELSEWHERE = ("0.0.0.0", "::", "[::]", "*")


def test_every_program_that_is_kept_up_listens_on_loopback_only(
    tmp_path: Path, figure: Figure
) -> None:
    parts = serving.parts(dashboard_port=8501, scheduler_port=3000, private=tmp_path)
    told = {part.name: " ".join(part.command) for part in parts}

    assert "--server.address=127.0.0.1" in told["dashboard"]
    assert "-h 127.0.0.1" in told["Dagster web server"]
    assert "--socket" in told["code server"]
    assert [name for name, words in told.items() if any(each in words for each in ELSEWHERE)] == []
    figure("T-S19", f"{len(parts)} programs: loopback or a private socket unless asked")


A_LOGIN = """[auth]
redirect_uri = "https://okr.example.org/oauth2callback"
cookie_secret = "Zk3vQ9xT7bLw2mNp8RcYh5JdGs1FaUe4"
client_id = "krtracker"
client_secret = "known to the provider"
server_metadata_url = "https://login.example.org/.well-known/openid-configuration"
"""
UNGUARDED = {
    "no secrets": None,
    "no login among them": "[database]\nuser = 'x'\n",
    "an empty login": "[auth]\n",
    "no cookie secret": A_LOGIN.replace("cookie_secret", "other"),
    "a default secret": A_LOGIN.replace("Zk3vQ9xT7bLw2mNp8RcYh5JdGs1FaUe4", "changeme"),
    "a default secret, long": A_LOGIN.replace(
        "Zk3vQ9xT7bLw2mNp8RcYh5JdGs1FaUe4", "changemechangemechangemechangeme"
    ),
    "a short secret": A_LOGIN.replace("Zk3vQ9xT7bLw2mNp8RcYh5JdGs1FaUe4", "Zk3vQ9xT7b"),
    "no provider": A_LOGIN.replace("client_id", "id").replace("client_secret", "secret"),
    "no metadata": A_LOGIN.replace("server_metadata_url", "url"),
    "a way back to elsewhere": A_LOGIN.replace("/oauth2callback", "/"),
    "no TOML": "[auth",
}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
@pytest.mark.parametrize("secrets", UNGUARDED.values(), ids=UNGUARDED)
def test_nothing_listens_wider_without_a_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secrets: str | None, host: str, figure: Figure
) -> None:
    project = a_project(tmp_path, monkeypatch, secrets)

    with pytest.raises(UsageError):
        require_guarded(project, host, {})
    figure("T-S19", f"{len(UNGUARDED)} unguarded starts on 3 open addresses: all refused")


def test_a_refused_start_says_all_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = a_project(tmp_path, monkeypatch, "[auth]\ncookie_secret = 'changeme'\n")

    assert run(["up", "--project", str(project.root), "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr().err
    assert "others can reach 0.0.0.0, and no login guards it:" in said
    assert "`cookie_secret` has at least 32 random letters" in said
    assert "`client_id`, `client_secret`, `server_metadata_url` are missing" in said
    assert "docs/how-to/publish.md" in said


def test_with_a_login_the_pages_listen_wider_and_the_scheduler_does_not(tmp_path: Path) -> None:
    assert faults(tomllib.loads(A_LOGIN)["auth"]) == []
    parts = serving.parts(
        host="0.0.0.0", dashboard_port=8501, scheduler_port=3000, private=tmp_path
    )

    told = {part.name: " ".join(part.command) for part in parts}
    assert "--server.address=0.0.0.0" in told["dashboard"]
    assert "-h 127.0.0.1" in told["Dagster web server"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("STREAMLIT_SERVER_ADDRESS", "ask for it with `--host 0.0.0.0`"),
        ("DAGSTER_WEBSERVER_HOST", "Dagster's own pages have no login"),
    ],
)
def test_an_environment_that_asks_for_more_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    project = a_project(tmp_path, monkeypatch, A_LOGIN)

    with pytest.raises(UsageError, match=re.escape(said)):
        require_guarded(project, "127.0.0.1", {name: "0.0.0.0"})
    require_guarded(project, "127.0.0.1", {name: "127.0.0.1"})


def a_project(root: Path, monkeypatch: pytest.MonkeyPatch, secrets: str | None) -> Project:
    """A project with the secrets of its pages, and a home without any."""
    monkeypatch.setenv("HOME", str(root / "home"))
    (root / "project.yaml").write_text("name: Open\n", encoding="utf-8")
    if secrets is not None:
        (root / ".streamlit").mkdir()
        (root / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
    return Project(root)


def test_nobody_is_told_what_is_done_here(tmp_path: Path) -> None:
    (dashboard, *_) = serving.parts(dashboard_port=8501, scheduler_port=None, private=tmp_path)
    settings = [ROOT / "dagster.yaml", ROOT / "krtracker/cli/dagster.yaml"]

    assert "--browser.gatherUsageStats=false" in dashboard.command
    assert serving.environment(Project(tmp_path))["DAGSTER_DISABLE_TELEMETRY"] == "1"
    assert all("telemetry:\n  enabled: false" in path.read_text() for path in settings)
