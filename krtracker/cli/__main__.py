"""`python -m krtracker.cli`: the command line, for whoever has the interpreter and no script."""

from __future__ import annotations

from krtracker.cli import main

main()
