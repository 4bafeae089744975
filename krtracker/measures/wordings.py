"""Measures that differ only in the words they look for: understood once for all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TypeAlias, TypeVar

from sqlglot import exp

from krtracker.domain.key_result import Measure
from krtracker.measures.asking import Question
from krtracker.measures.functions import CLOCK_WORDS
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.meant import Meant
from krtracker.measures.ready import Ready

_QUOTED = re.compile(r"'((?:[^']|'')*)'")
_UNPLAIN = re.compile(r"""["$;]|--|/\*|[\w&]\s*'""")
"""Around words, what might make of a quote something other than the end of a plain text."""
_MARK = "krtracker word {}."

Tree = TypeVar("Tree", bound=exp.Expr)
Words: TypeAlias = Mapping[str, str]
"""The words of one measure, by the marks that stand for them."""


def masked(measure: Measure) -> tuple[Measure, Words] | None:
    """The measure with a mark for every word that its `where` looks for; None without any.

    >>> masked(Measure("orders", "count(*)", "region in ('north', 'o''west')"))[1]
    {'krtracker word 0.': 'north', 'krtracker word 1.': "o'west"}
    """
    where = measure.where
    if where is None or "'" not in where or "\\" in where or _UNPLAIN.search(_around(where)):
        return None
    found = [each.replace("''", "'") for each in _QUOTED.findall(where)]
    if any(each.strip().lower() in CLOCK_WORDS for each in found):
        return None
    words = {_MARK.format(number): word for number, word in enumerate(found)}
    marks = iter(words)
    return replace(measure, where=_QUOTED.sub(lambda _: f"'{next(marks)}'", where)), words


def _around(where: str) -> str:
    """A condition without its words."""
    return _QUOTED.sub("''", where)


def is_plain(ready: Ready, words: Words) -> bool:
    """Whether every mark is only compared with a column of text: then any word means the same."""
    where = ready.meant.where if ready.meant is not None else None
    if where is None or where.find(exp.Query) is not None:
        return False
    found = [each for each in where.find_all(exp.Literal) if each.name in words]
    return len(found) == len(words) and all(_is_compared(each) for each in found)


def _is_compared(mark: exp.Expr) -> bool:
    above = mark.parent
    if isinstance(above, exp.EQ | exp.NEQ):
        other = above.right if above.left is mark else above.left
    elif isinstance(above, exp.In) and above.this is not mark:
        other = above.this
    else:
        return False
    return isinstance(other, exp.Column) and kind(other) is Kind.TEXT


@dataclass(frozen=True)
class Wording:
    """What is true of a measure whatever the words: its meaning and its question, with marks."""

    ready: Ready

    def meaning(self, words: Words) -> Meant:
        """What the measure means with these words."""
        meant = self.ready.meant
        assert meant is not None
        assert meant.where is not None
        return replace(meant, where=_with(meant.where, words))

    def asked(self, words: Words) -> Question:
        """The question with these words."""
        question, dialect = self.ready.question, self.ready.asking.connector.dialect
        if question.needed is not None:
            dialect = "duckdb"
        said = {f"'{mark}'": _spelt(words[mark], dialect) for mark in words}
        marks = re.compile("|".join(map(re.escape, said)))
        statement = marks.sub(lambda found: said[found[0]], question.statement)
        elsewhere = question.elsewhere and partial(_elsewhere, self, words)
        make = partial(_worded, question, words)
        return replace(question, make=make, statement=statement, elsewhere=elsewhere)


@lru_cache(maxsize=4096)
def _spelt(word: str, dialect: str) -> str:
    """A text as a dialect writes it; the same words are looked for again and again."""
    return exp.Literal.string(word).sql(dialect)


def _elsewhere(wording: Wording, words: Words) -> Question:
    """The question for the desk, where the source refused it."""
    question = wording.ready.question
    assert question.elsewhere is not None
    general = replace(wording.ready, question=question.elsewhere())
    return Wording(general).asked(words)


def _worded(question: Question, words: Words) -> exp.Query:
    """The tree of a question with these words."""
    return _with(question.tree, words)


def _with(tree: Tree, words: Words) -> Tree:
    """A copy of `tree` that has the words in the place of their marks."""
    copied = tree.copy()
    for each in copied.find_all(exp.Literal):
        if each.name in words:
            each.set("this", words[each.name])
    return copied
