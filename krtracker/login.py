"""Who may see the pages: an address that others can reach takes a login, and one that holds."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

SECRET_LENGTH = 32
"""A shorter `cookie_secret` can be guessed, and with it anybody's login forged."""
SECRET_VARIETY = 10
"""How many different letters it has at least: `changemechangeme...` is no secret."""
PROVIDER = ("client_id", "client_secret", "server_metadata_url")
"""What Streamlit has to know of whoever confirms who somebody is."""


def is_loopback(address: str | None) -> bool:
    """Whether only this machine can reach what listens there; nothing said means everybody can.

    >>> [is_loopback(each) for each in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)]
    [True, True, True, False, False, False]
    """
    if address is None:
        return False
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


def is_foreign(
    origin: str | None, host: str | None, *, known: Iterable[str] = (), is_private: bool
) -> bool:
    """Whether a page of elsewhere asks for ours, by what a browser says of both.

    Another port is elsewhere: another program, perhaps another user's. Where nobody logs in
    (`is_private`), so is a name that is not this machine's own: whoever owns a name can let it
    lead here. `known` are origins that the project has said may ask.

    >>> is_foreign("http://localhost:9000", "localhost:8501", is_private=True)
    True
    >>> is_foreign("http://evil.example:8501", "evil.example:8501", is_private=True)
    True
    >>> is_foreign("https://okr.example.org", "okr.example.org", is_private=False)
    False
    """
    allowed = {urlsplit(each).netloc or each for each in known}
    asking = None if origin is None else urlsplit(origin).netloc
    if asking is not None and asking != host and asking not in allowed:
        return True
    return is_private and host is not None and host not in allowed and not _is_here(host)


def _is_here(host: str) -> bool:
    """Whether a name with its port is this machine's own."""
    try:
        return is_loopback(urlsplit(f"//{host}").hostname)
    except ValueError:
        return False


def faults(auth: Mapping[str, object] | None) -> list[str]:
    """What keeps the `[auth]` section of Streamlit's secrets from being a login; none if it is."""
    return list(_faults(auth)) if auth else ["no login is set up"]


def providers(auth: Mapping[str, object]) -> list[str | None]:
    """By which names people can log in; None is the one without a name."""
    named = [name for name, each in auth.items() if isinstance(each, Mapping) and _has_id(each)]
    return [None, *named] if _has_id(auth) else list(named)


def _faults(auth: Mapping[str, object]) -> Iterator[str]:
    redirect = str(auth.get("redirect_uri") or "")
    if not redirect.endswith("/oauth2callback"):
        yield "`redirect_uri` is the address of the pages followed by `/oauth2callback`"
    secret = str(auth.get("cookie_secret") or "")
    if len(secret) < SECRET_LENGTH or len(set(secret)) < SECRET_VARIETY:
        yield (
            f"`cookie_secret` has at least {SECRET_LENGTH} random letters: "
            "`openssl rand -base64 48` makes them"
        )
    found = providers(auth)
    if not found:
        yield f"there is no provider: {', '.join(f'`{each}`' for each in PROVIDER)} are missing"
    for name in found:
        said = auth if name is None else auth[name]
        missing = [each for each in PROVIDER if isinstance(said, Mapping) and not said.get(each)]
        if missing:
            of = f" of `{name}`" if name else ""
            yield f"{', '.join(f'`{each}`' for each in missing)}{of} is missing"


def _has_id(section: Mapping[str, object]) -> bool:
    return "client_id" in section
