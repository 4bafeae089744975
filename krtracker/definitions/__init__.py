"""From YAML to the words of the trade, keeping the place of every word."""

from krtracker.definitions.faults import one_line
from krtracker.definitions.loading import load
from krtracker.definitions.ordering import in_order
from krtracker.definitions.schema import schema

__all__ = ["in_order", "load", "one_line", "schema", "uncollected"]
