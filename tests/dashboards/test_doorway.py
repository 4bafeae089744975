"""Nobody sees a number who might not: on an open address, or without having logged in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from krtracker.project import Project
from tests.dashboards.reading import APP, blocks, text

A_LOGIN = {
    "redirect_uri": "https://okr.example.org/oauth2callback",
    "cookie_secret": "Zk3vQ9xT7bLw2mNp8RcYh5JdGs1FaUe4",
    "client_id": "krtracker",
    "client_secret": "known to the provider",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}
Listen = Callable[[str | None], None]


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Says on which address Streamlit listens."""
    before = config.get_option("server.address")
    yield lambda address: config.set_option("server.address", address)
    config.set_option("server.address", before)
    secrets_singleton._reset()


def opened(project: Project, monkeypatch: pytest.MonkeyPatch, auth: dict[str, Any]) -> AppTest:
    monkeypatch.setenv("KRTRACKER_PROJECT", str(project.root))
    test = AppTest.from_file(str(APP), default_timeout=60)
    if auth:
        test.secrets["auth"] = auth
    return test.run()


def shows_nothing(test: AppTest) -> bool:
    """Whether there is one designed state and nothing of the project."""
    return len(blocks(test)) == 1 and "Food & Co" not in text(test) and not test.exception


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "okr.example.org", None])
def test_an_open_address_without_a_login_shows_nothing(
    story: Project, monkeypatch: pytest.MonkeyPatch, listen: Listen, address: str | None
) -> None:
    listen(address)

    test = opened(story, monkeypatch, {})

    assert shows_nothing(test)
    assert f"These pages listen on {address or '0.0.0.0'}" in text(test)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_needs_no_login(
    story: Project, monkeypatch: pytest.MonkeyPatch, listen: Listen, address: str
) -> None:
    listen(address)

    assert "Food & Co" in text(opened(story, monkeypatch, {}))


@pytest.mark.parametrize("address", ["0.0.0.0", "127.0.0.1"])
def test_where_a_login_is_set_up_it_is_asked_for_on_every_address(
    story: Project, monkeypatch: pytest.MonkeyPatch, listen: Listen, address: str
) -> None:
    listen(address)

    test = opened(story, monkeypatch, A_LOGIN)

    assert shows_nothing(test)
    assert "Log in to see the key results" in text(test)
    assert [each.label for each in test.button] == ["Log in"]


def test_each_provider_has_its_own_button(
    story: Project, monkeypatch: pytest.MonkeyPatch, listen: Listen
) -> None:
    listen("0.0.0.0")
    ends = {name: A_LOGIN[name] for name in ("redirect_uri", "cookie_secret")}
    one = {name: each for name, each in A_LOGIN.items() if name not in ends}

    test = opened(story, monkeypatch, {**ends, "okta": one, "entra": one})

    assert [each.label for each in test.button] == ["Log in with okta", "Log in with entra"]


@pytest.mark.parametrize(
    "weak",
    [
        pytest.param({"cookie_secret": "changeme"}, id="a default secret"),
        pytest.param({"client_id": ""}, id="half a provider"),
    ],
)
def test_a_login_that_does_not_hold_is_none(
    story: Project, monkeypatch: pytest.MonkeyPatch, listen: Listen, weak: dict[str, str]
) -> None:
    listen("0.0.0.0")

    test = opened(story, monkeypatch, A_LOGIN | weak)

    assert shows_nothing(test)
    assert "Nothing is shown here" in text(test)
    assert not test.button


def test_without_the_protections_of_the_login_nothing_is_shown(
    story: Project, monkeypatch: pytest.MonkeyPatch, listen: Listen
) -> None:
    listen("0.0.0.0")
    config.set_option("server.enableXsrfProtection", False)
    try:
        assert "Nothing is shown here" in text(opened(story, monkeypatch, A_LOGIN))
    finally:
        config.set_option("server.enableXsrfProtection", True)
