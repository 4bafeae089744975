"""Names and texts as DuckDB's SQL writes them."""

from __future__ import annotations

import re
from pathlib import Path


def quoted_name(name: str) -> str:
    """A name that may hold anything."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def quoted_text(text: str) -> str:
    """A text that may hold anything."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def file_name(path: Path) -> str:
    """A file by its name alone: what would be a pattern in it is not one."""
    return quoted_text(re.sub(r"([\[*?])", r"[\1]", str(path)))
