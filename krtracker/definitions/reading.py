"""From a file's text to its data and places, reading on behind what YAML cannot take."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from krtracker.definitions.document import Document
from krtracker.definitions.repair import Break, broken, structure
from krtracker.definitions.tree import Composer, Node, Refused, Span

MOST_BREAKS = 20
LARGEST_MENDED = 200_000
"""Characters up to which a broken text is read again, so that hostile files cost no minutes."""


def document_of(
    text: str, file: str, *, shown: Callable[[str], str] = lambda line: line
) -> Document:
    """The document that a text holds; what is no YAML is a problem of it.

    Where a value only lacks its quotes, the text is read on as if it had them, so that all
    other problems of the file come at once.
    """
    lines = text.splitlines()
    document = Document(file, lines, shown=shown)
    remarks: list[Refused] = []
    try:
        root = _root(text, list(lines), remarks)
        if root is not None:
            document.fill(root)
    except Refused as refused:
        remarks.append(refused)
    for each in remarks:
        is_secret = each.hint is not None and shown(each.hint) != each.hint
        hint = "quote the value" if is_secret else each.hint
        document.problem_at(each.span, each.message, document.path_at(each.span.line), hint=hint)
    return document


def _root(text: str, lines: list[str], remarks: list[Refused]) -> Node | None:
    """The root of the text, mended break by break; None where it cannot be read to its end."""
    last: Break | None = None
    for _ in range(MOST_BREAKS):
        composer = Composer(text, lines)
        try:
            root = composer.compose()
        except yaml.MarkedYAMLError as error:
            found = broken(error, lines)
            if last is not None and found.span.line <= last.span.line:
                # Quoting was no cure: what is wrong is how the lines stand to each other.
                remarks[-1] = structure(error, last).refusal
                return None
            remarks.append(found.refusal)
            if found.mended is None or len(text) > LARGEST_MENDED:
                return None
            last, lines = found, found.mended
            text = "\n".join(lines) + "\n"
        except yaml.YAMLError as error:
            remarks.append(Refused(f"not YAML: {error}".splitlines()[0], Span(1, 1)))
            return None
        else:
            remarks += composer.remarks
            return root
    return None
