"""Who may come in: this machine alone, or whoever has logged in where others can reach it."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from dashboards import blocks, states
from dashboards.blocks import Prose, Text
from krtracker.language.words import Words
from krtracker.login import faults, is_foreign, is_loopback, providers

logger = logging.getLogger(__name__)

PROTECTIONS = ("server.enableXsrfProtection", "server.enableCORS")


def is_open(words: Words) -> bool:
    """Whether pages may be shown to this session; otherwise says why not, or asks for a login.

    Where a login is set up it is asked for on every address, because a proxy may stand before
    this one. Where none is, only this machine may look.
    """
    auth = _auth()
    if _is_foreign(is_private=not auth):
        blocks.show(states.foreign(words), key="door")
        return False
    if not auth:
        return _is_private(words)
    wrong = [*faults(auth), *_switched_off()]
    if wrong:
        _refuse(words, wrong)
        return False
    if st.user.get("is_logged_in", False):
        return True
    blocks.show(states.logged_out(words), key="door")
    with st.container(horizontal=True, horizontal_alignment="center"):
        for name in providers(auth):
            says = words("log in") if name is None else words("log in with", name=name)
            st.button(says, key=f"log in {name}", on_click=st.login, args=(name,), type="primary")
    return False


def may_edit() -> bool:
    """Whether definitions may be tried and saved here: by this machine's own user alone."""
    return not _auth() and is_loopback(st.get_option("server.address"))


def way_out(words: Words) -> None:
    """At the foot of a page: who is logged in, and the way to leave."""
    if not _auth():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="way_out"):
        who = str(st.user.get("email") or st.user.get("name") or "")
        said = Prose([[Text(words("logged in", name=who), "soft")]], look="plain")
        blocks.show(said, key="logged_in")
        st.button(words("log out"), key="log out", on_click=st.logout)


def _is_foreign(*, is_private: bool) -> bool:
    """Whether a page of elsewhere asks: Streamlit 1.67 looks at the name alone, not at the port."""
    headers = st.context.headers
    return is_foreign(
        headers.get("Origin"),
        headers.get("Host"),
        known=st.get_option("server.corsAllowedOrigins") or (),
        is_private=is_private and is_loopback(st.get_option("server.address")),
    )


def _is_private(words: Words) -> bool:
    address = st.get_option("server.address")
    if is_loopback(address):
        return True
    _refuse(words, faults(None))
    return False


def _refuse(words: Words, wrong: list[str]) -> None:
    address = str(st.get_option("server.address") or "0.0.0.0")
    logger.error("nothing is shown on %s: %s", address, "; ".join(wrong))
    blocks.show(states.no_login(words, address), key="door")


def _switched_off() -> list[str]:
    """Streamlit's own protections that were turned off; they hold the login together."""
    off = [name for name in PROTECTIONS if not st.get_option(name)]
    return [f"`{name}` is switched off" for name in off]


def _auth() -> Mapping[str, object]:
    """What Streamlit's secrets say of a login; nothing where there are none."""
    try:
        found = st.secrets.get("auth")
    except StreamlitSecretNotFoundError:
        return {}
    return found if isinstance(found, Mapping) else {}
