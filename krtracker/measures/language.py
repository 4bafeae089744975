"""The words of a measure, read: each fragment parsed alone, as PostgreSQL writes expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from krtracker.domain.key_result import Measure
from krtracker.measures.complaint import Complaint, FragmentError

DIALECT = "postgres"
"""The dialect of fragments, whatever the source speaks."""
PARAMETERS = ("as_of", "until", "since", "cycle_start", "cycle_end")
"""What a fragment or a raw statement may ask of the day that is measured."""
_ROWS = "SELECT * FROM "
_EXPRESSIONS = (exp.Condition, exp.Interval, exp.Filter, exp.WithinGroup, exp.Subquery)


class Role(Enum):
    """What a fragment is there to say."""

    ROWS = "rows"
    """A table, a join or a bracketed SELECT."""
    VALUE = "value"
    """Aggregates over the rows, and arithmetic between them."""
    ROW = "row"
    """Something of a single row."""


@dataclass(frozen=True)
class Fragment:
    """One field of a measure that is written in the language of expressions."""

    path: str
    """Its dotted path in the definition, such as `measure.where`."""
    text: str
    role: Role


def fragments(measure: Measure) -> Iterator[Fragment]:
    """Every fragment of a measure, in the order of reading."""
    yield Fragment("measure.from", measure.source_rows, Role.ROWS)
    yield Fragment("measure.value", measure.value, Role.VALUE)
    for name, text in (("where", measure.where), ("at", measure.at), ("known", measure.known)):
        if text is not None:
            yield Fragment(f"measure.{name}", text, Role.ROW)
    for number, text in enumerate(measure.during or ()):
        yield Fragment(f"measure.during.{number}", text, Role.ROW)
    if measure.latest is not None:
        yield Fragment("measure.latest.per", measure.latest.per, Role.ROW)
        for number, text in enumerate(measure.latest.order_by):
            yield Fragment(f"measure.latest.order_by.{number}", text, Role.ROW)


def parse(fragment: Fragment) -> exp.Expr:
    """The tree of a fragment; for `from` a SELECT of everything in it, to be looked at only.

    Raises:
        FragmentError: it is not one expression, or not something to select from.
    """
    if fragment.role is Role.ROWS:
        return read_rows(fragment.text)
    return read(fragment.text)


def expression(text: str) -> exp.Expr:
    """The tree of one expression, the caller's to change."""
    return read(text).copy()


def read(text: str) -> exp.Expr:
    """The tree of one expression, to be looked at only."""
    tree = _parsed(text, DIALECT, 0)
    if isinstance(tree, exp.Alias):
        raise FragmentError(
            Complaint(f"`{text.strip()}` is two things, not one expression", word=tree.alias)
        )
    if not isinstance(tree, _EXPRESSIONS) or isinstance(tree, exp.Star):
        raise FragmentError(f"`{text.strip()}` is not an expression")
    return tree


def rows(text: str) -> exp.Select:
    """The tree of what stands after FROM: `SELECT * FROM text`, the caller's to change."""
    return read_rows(text).copy()


def read_rows(text: str) -> exp.Select:
    """The tree of what stands after FROM, to be looked at only."""
    tree = _parsed(f"{_ROWS}{text}", DIALECT, len(_ROWS))
    said = {name for name, value in tree.args.items() if value}
    if not isinstance(tree, exp.Select) or said - {"expressions", "from_", "joins", "laterals"}:
        raise FragmentError(
            Complaint(
                f"`{text.strip()}` is more than a table, a join or a bracketed SELECT",
                hint="a condition goes into `where`, a SELECT into brackets",
            )
        )
    if text.split()[-1].lower() in {"on", "using"}:
        raise FragmentError(Complaint("the join does not say on what", word=text.split()[-1]))
    return tree


def query(text: str, dialect: str = DIALECT) -> exp.Query:
    """The tree of one whole SELECT in a dialect, the caller's to change."""
    tree = _parsed(_with_dollars(text) if dialect == "duckdb" else text, dialect, 0).copy()
    if not isinstance(tree, exp.Query):
        raise FragmentError(Complaint("only a SELECT may be asked", word=text.split(maxsplit=1)[0]))
    return tree


def _with_dollars(text: str) -> str:
    """`:since` as `$since`: after SELECT, DuckDB takes a colon for the end of an alias."""
    try:
        tokens = sqlglot.tokenize(text, read="duckdb")
    except TokenError:
        return text
    letters = list(text)
    for colon, name in pairwise(tokens):
        is_near = colon.text == ":" and colon.end + 1 == name.start
        if is_near and name.text in PARAMETERS:
            letters[colon.start] = "$"
    return "".join(letters)


@lru_cache(maxsize=4096)
def _parsed(text: str, dialect: str, prefix: int) -> exp.Expr:
    try:
        trees = sqlglot.parse(text, read=dialect)
    except ParseError as error:
        raise FragmentError(_complaint(error, text, prefix)) from error
    except TokenError as error:
        raise FragmentError("a quote or a bracket is not closed") from error
    except RecursionError as error:
        raise FragmentError("it is nested too deeply to be read") from error
    if len(trees) > 1:
        where = text.index(";") - prefix if ";" in text else None
        raise FragmentError(Complaint("one statement only: there is more after `;`", offset=where))
    if not trees or trees[0] is None:
        raise FragmentError("it is empty")
    for node in trees[0].walk():
        _refuse_orders(node.pop_comments())
        start, end = node.meta_get("start"), node.meta_get("end")
        node.meta.clear()  # places are copied with every copy of a tree, and never looked at
        if isinstance(node, exp.Func) and start is not None and end is not None:
            node.meta["said"] = text[start : end + 1]
    return trees[0].transform(_one_of_a_list, copy=False) if dialect == DIALECT else trees[0]


def _one_of_a_list(node: exp.Expr) -> exp.Expr:
    """`x = any(array[...])` as `x in (...)`, which means the same."""
    among = node.args.get("expression")
    listed = among.this.unnest() if isinstance(among, exp.Any) else None
    if not isinstance(node, exp.EQ) or not isinstance(listed, exp.Array):
        return node
    return exp.In(this=node.this, expressions=listed.expressions)


def _complaint(error: ParseError, text: str, prefix: int) -> Complaint:
    """What the parser did not understand, without its own name for it."""
    if not error.errors or not error.errors[0].get("line"):
        return Complaint(f"`{text[prefix:].strip()}` cannot be read")
    first = error.errors[0]
    word = first["highlight"] or ""
    lines = text.splitlines(keepends=True)
    end = sum(map(len, lines[: first["line"] - 1])) + first["col"]
    offset = max(end - len(word) - prefix, 0)
    return Complaint(f"cannot be read at `{word}`", word=word or None, offset=offset)


def _refuse_orders(comments: Iterable[str]) -> None:
    """A comment that some servers obey (`/*! ... */`, `/*+ ... */`) is no comment."""
    if any(each.lstrip().startswith(("!", "M!", "+")) for each in comments):
        message = "a comment that is an order to the server is refused"
        raise FragmentError(Complaint(message, word="/*"))
