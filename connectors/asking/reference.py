"""The reference of connectors, written from the settings that connections are held against."""

from __future__ import annotations

import inspect

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from connectors.asking.loading import built_in, loaded
from connectors.asking.source import Source

HEAD = """\
# Connectors, setting by setting

This page is generated from the program (`make schema`). A connection of `connections.yaml` names
its `type:`; the fields below belong to the type, those that every connection may have are in
[the definitions' reference](definitions.md). A secret is a reference, `${env.NAME}`, never written
out. There is no field for a URL or for free options: what is not listed cannot be set.

**The same everywhere.** One SELECT at a time, with bound parameters and without comments, in a
read-only transaction that is always rolled back. After `timeout` without an answer the statement is
ended: by the source itself where it has such a limit, and by krtracker, which cancels it and then
cuts the line. Answers are streamed; one of more than 50 million rows or 8 GB is refused. Values
arrive as whole numbers of 64 bits, numbers (decimals become double precision, and whole numbers
where they are declared without a fraction), booleans, text, days, zone-free timestamps or moments
with a zone, in microseconds; everything else is text, as the source writes it, also where the
source reckons: it is compared letter by letter. So is an interval of PostgreSQL:
`cast(took as interval)` makes one of it again. Bytes are the letters that they are in UTF-8, else
hexadecimal digits. A value that does not fit its column is an error that names the column.

| type | evaluates fragments itself | SQL of `sql:` |
|---|---|---|
"""
TAIL = """\
Another kind of source is one file: [add a connector](../how-to/add-a-connector.md).
"""


def reference() -> str:
    """The whole page, in Markdown."""
    sources = {type: loaded(type, path) for type, path in sorted(built_in().items())}
    rows = (
        f"| `{type}` | {'yes' if each.evaluates else 'no: columns are handed over'} |"
        f" {each.dialect} |\n"
        for type, each in sources.items()
    )
    return "\n".join([HEAD + "".join(rows), *map(_section, sources, sources.values()), TAIL])


def _section(type: str, source: type[Source]) -> str:
    fields = sorted(
        source.Settings.model_fields.items(), key=lambda each: not each[1].is_required()
    )
    lines = [f"| `{each.alias or name}` | {_says(each)} |" for name, each in fields]
    table = "\n".join(["| setting | says | default |", "|---|---|---|", *lines])
    return f"## `{type}`\n\n{inspect.getdoc(source)}\n\n{table}\n"


def _says(field: FieldInfo) -> str:
    default = field.default
    if field.is_required():
        shown = "required"
    elif default is None or default is PydanticUndefined:
        shown = ""
    else:
        shown = f"`{str(default).lower() if isinstance(default, bool) else default}`"
    return f"{field.description} | {shown}"
