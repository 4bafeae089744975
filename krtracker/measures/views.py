"""A view of a connection as it is written: one SELECT, read and found to be allowed."""

from __future__ import annotations

from sqlglot import exp

from krtracker.measures.complaint import FragmentError
from krtracker.measures.guard import complaints
from krtracker.measures.language import Role, query


def written_view(name: str, text: str) -> exp.Query:
    """The SELECT that a view of the connection stands for.

    Raises:
        FragmentError: it cannot be read, or asks for what is not allowed.
    """
    try:
        body = query(text)
    except FragmentError as error:
        raise FragmentError(f"the view `{name}`: {error}") from error
    for complaint in complaints(body, Role.ROWS):
        raise FragmentError(f"the view `{name}`: {complaint.message}")
    return body
