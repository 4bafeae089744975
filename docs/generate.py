"""Write what the documentation takes from the program: `python -m docs.generate`."""

from __future__ import annotations

import json
from pathlib import Path

from connectors.asking.reference import reference as connectors
from krtracker.cli.reference import reference as commands
from krtracker.definitions.reference import reference
from krtracker.definitions.schema import KINDS, schema

DOCS = Path(__file__).parent


def pages() -> dict[Path, str]:
    """Every generated file under `docs/`, with the text it must have."""
    schemas = {
        DOCS / "schema" / f"{kind}.json": json.dumps(schema(kind), indent=2, ensure_ascii=False)
        + "\n"
        for kind in KINDS
    }
    pages = {
        "definitions.md": reference(),
        "connectors.md": connectors(),
        "command-line.md": commands(),
    }
    return schemas | {DOCS / "reference" / name: text for name, text in pages.items()}


def main() -> None:
    """Write them."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
