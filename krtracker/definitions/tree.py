"""A YAML document as nodes that know where they stand, within limits of depth and number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import yaml

# Without libyaml PyYAML's own parser gives the same events, ten times slower.
_Parser: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

DEEPEST = 30
MOST_NODES = 100_000


class Span(NamedTuple):
    """Where a word stands: line and column from one, and how many columns it takes."""

    line: int
    column: int
    width: int = 1


@dataclass(slots=True)
class ScalarNode:
    """One word or text; `text_at` is where its first character stands, quotes left aside."""

    text: str
    span: Span
    text_at: tuple[int, int]
    is_plain: bool


@dataclass(slots=True)
class SequenceNode:
    """A list."""

    items: list[Node]
    span: Span


@dataclass(slots=True)
class MappingNode:
    """Fields in the order written, doubles included."""

    pairs: list[tuple[ScalarNode, Node]]
    span: Span


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


class Refused(Exception):  # noqa: N818 - not an error of the program: the text is refused
    """The text is YAML, but more, or deeper, or otherwise than is read here."""

    def __init__(self, message: str, span: Span, hint: str | None = None) -> None:
        super().__init__(message)
        self.message, self.span, self.hint = message, span, hint


class Composer:
    """Composes the one document of a text; remarks gather what is wrong but does not stop it.

    Raises `yaml.YAMLError` where the text is no YAML and `Refused` past a limit.
    """

    def __init__(self, text: str, lines: list[str]) -> None:
        self.remarks: list[Refused] = []
        self._lines = lines
        self._parser = _Parser(text)
        self._anchors: dict[str, Node] = {}
        self._count = 0

    def compose(self) -> Node | None:
        """The root node, or None where nothing is written."""
        root: Node | None = None
        while True:
            event = self._parser.get_event()
            if isinstance(event, yaml.StreamEndEvent):
                return root
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    hint = "one file holds one document: remove the `---`"
                    self.remarks.append(Refused("a second document", _span(event), hint))
                    return root
                root = self._node(self._parser.get_event(), 0)

    def _node(self, event: Any, depth: int) -> Node:
        self._count += 1
        if self._count > MOST_NODES:
            raise Refused(f"more than {MOST_NODES:,} values in one file", _span(event))
        if depth > DEEPEST:
            raise Refused(f"more than {DEEPEST} levels deep", _span(event))
        kind = type(event)
        if kind is yaml.ScalarEvent:
            node: Node = self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            node = self._mapping(event, depth)
        elif kind is yaml.AliasEvent:
            return self._aliased(event)
        else:
            node = self._sequence(event, depth)
        if event.tag is not None:
            node = self._tagged(event, node)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _tagged(self, event: Any, node: Node) -> Node:
        """What follows a tag; text that only began with `!` stays text."""
        span = _span(event)
        hint = "a value that begins with `!` needs quotes"
        self.remarks.append(Refused(f"the tag `{event.tag}` is not read", span, hint))
        if isinstance(node, ScalarNode):
            return ScalarNode(f"{event.tag} {node.text}".strip(), span, node.text_at, False)
        return node

    def _scalar(self, event: Any) -> ScalarNode:
        start, end = event.start_mark, event.end_mark
        line, column, style = start.line + 1, start.column + 1, event.style
        if style in {"|", ">"}:
            return ScalarNode(event.value, Span(line, column), self._block_start(line), False)
        length = end.column - start.column if end.line == start.line else 0
        span = Span(line, column, length if length > 0 else 1)
        if not style:
            return ScalarNode(event.value, span, (line, column), True)
        return ScalarNode(event.value, span, (line, column + 1), False)

    def _block_start(self, line: int) -> tuple[int, int]:
        """The first character of a block scalar whose `|` stands on `line`."""
        for number in range(line, len(self._lines)):
            text = self._lines[number]
            if text.strip():
                return number + 1, len(text) - len(text.lstrip(" ")) + 1
        return line, 1

    def _mapping(self, event: Any, depth: int) -> MappingNode:
        pairs: list[tuple[ScalarNode, Node]] = []
        next_event, node = self._parser.get_event, self._node
        while type(each := next_event()) is not yaml.MappingEndEvent:
            key = node(each, depth + 1)
            value = node(next_event(), depth + 1)
            if isinstance(key, ScalarNode):
                pairs.append((key, value))
            else:
                hint = "a value that begins with `{` or `[` needs quotes"
                self.remarks.append(Refused("a field's name must be text", key.span, hint))
        return MappingNode(pairs, _span(event))

    def _sequence(self, event: Any, depth: int) -> SequenceNode:
        items: list[Node] = []
        while not isinstance(each := self._parser.get_event(), yaml.SequenceEndEvent):
            items.append(self._node(each, depth + 1))
        return SequenceNode(items, _span(event))

    def _aliased(self, event: Any) -> Node:
        """What an alias repeats; it may not hold itself, because it is known only once complete."""
        span = _span(event)
        node = self._anchors.get(event.anchor)
        if node is None:
            hint = "a value that begins with `*` needs quotes"
            self.remarks.append(Refused(f"`*{event.anchor}` names no anchor above it", span, hint))
            return ScalarNode(f"*{event.anchor}", span, (span.line, span.column), False)
        return node


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    length = end.column - start.column if end.line == start.line else 0
    return Span(start.line + 1, start.column + 1, max(length, 1))
