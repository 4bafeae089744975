"""Pages of elsewhere, and visitors who have not logged in, are sent nothing of the project."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from krtracker.login import is_foreign
from krtracker.project import Project
from tests.dashboards.seeded import publish_a_story
from tests.trust.browsing import REFUSED, served, session
from tests.trust.conftest import Figure
from tests.trust.test_loopback import A_LOGIN

ACCEPTED = 101
FOREIGN = {
    "another host": "http://evil.example",
    "another port": "http://127.0.0.1:1",
    "another port by name": "http://localhost:1",
    "no origin that has a name": "null",
    "https of another host": "https://okr.example.org",
    "a name that begins like ours": "http://127.0.0.1.evil.example:{port}",
}
DATA = (b"Food & Co", b"Average basket", b"Complaints about waiting time")
"""What the story says on its first page."""
VISITORS = 10


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("story"))
    (project.root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    publish_a_story(project)
    return project


@pytest.fixture(scope="module")
def port(story: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Its pages, on this machine, without a login."""
    with served(story, tmp_path_factory.mktemp("home")) as port:
        yield port


def test_a_page_of_elsewhere_is_sent_nothing(port: int, figure: Figure) -> None:
    for kind, origin in FOREIGN.items():
        status, sent = session(port, origin.format(port=port), seconds=1)

        assert status in {REFUSED, ACCEPTED}, kind
        assert status == ACCEPTED or sent == b"", kind
        assert told(sent) == [], kind
    figure("T-S17", f"{len(FOREIGN)} foreign origins: 0 bytes of data")


def test_a_name_of_elsewhere_that_leads_here_is_sent_nothing(port: int) -> None:
    host = f"evil.example:{port}"

    _, sent = session(port, f"http://{host}", host=host, seconds=1)

    assert told(sent) == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_our_own_pages_are_sent_what_they_show(port: int, name: str) -> None:
    host = f"{name}:{port}"

    status, sent = session(port, f"http://{host}", host=host, seconds=2)

    assert status == ACCEPTED
    assert told(sent) == list(DATA)


def test_who_has_not_logged_in_is_sent_nothing(
    story: Project, tmp_path: Path, figure: Figure
) -> None:
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(A_LOGIN, encoding="utf-8")

    with served(story, tmp_path) as port, ThreadPoolExecutor(VISITORS) as pool:
        origin = f"http://127.0.0.1:{port}"
        answers = list(pool.map(lambda _: session(port, origin), range(VISITORS)))

    assert [status for status, _ in answers] == [ACCEPTED] * VISITORS
    for _, sent in answers:
        assert b"Log in to see the key results" in sent, "it was not served at all"
        assert told(sent) == []
    figure("T-S17", f"{VISITORS} visitors without a login: 0 bytes of data")


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        pytest.param("https://okr.example.org", "127.0.0.1:8501", id="a proxy with another name"),
        pytest.param("https://okr.example.org", "okr.example.org", id="a proxy that keeps it"),
        pytest.param("http://localhost:8501", "localhost:8501", id="a tunnel"),
        pytest.param("http://[::1]:8501", "[::1]:8501", id="this machine by number"),
        pytest.param(None, "127.0.0.1:8501", id="no browser"),
        pytest.param(None, None, id="nothing said"),
    ],
)
def test_who_was_said_to_be_known_may_ask(origin: str | None, host: str | None) -> None:
    assert not is_foreign(origin, host, known=["https://okr.example.org"], is_private=True)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:8501", "[", "", "0.0.0.0"]
)
def test_a_name_that_is_not_this_machine_s_is_foreign_where_nobody_logs_in(host: str) -> None:
    assert is_foreign(None, host, is_private=True)
    assert not is_foreign(None, host, is_private=False)


def told(sent: bytes) -> list[bytes]:
    """What of the project can be read in all that was sent."""
    return [each for each in DATA if each in sent]
