"""The files of the demo's own project, to be written into a folder of somebody else's."""

from __future__ import annotations

import json
from pathlib import Path

PACKED = Path(__file__).parent / "project"
"""Where a wheel carries the repository's own project."""
EXAMPLE = PACKED if PACKED.is_dir() else Path(__file__).parents[2]
"""What the repository's own project says: packed with the program, or beside it in a checkout."""
IGNORED = ".krtracker/\ndemo/\n.env\n.streamlit/secrets.toml\n"


def files() -> dict[str, str]:
    """The demo's settings, connections and definitions with their schema: each text by its path."""
    paths = [
        EXAMPLE / "project.yaml",
        EXAMPLE / "connections.yaml",
        *sorted((EXAMPLE / "kr_definitions").rglob("*.yaml")),
    ]
    from krtracker.definitions import schema

    texts = {path.relative_to(EXAMPLE).as_posix(): path.read_text("utf-8") for path in paths}
    editors = {"docs/schema/definition.json": json.dumps(schema(), indent=2) + "\n"}
    return texts | editors | {".gitignore": IGNORED}
