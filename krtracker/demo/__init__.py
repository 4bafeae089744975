"""Three source databases of a food distributor, generated alike on every machine, with a story."""

from krtracker.demo.clock import today
from krtracker.demo.example import files
from krtracker.demo.promises import remember
from krtracker.demo.sources import generate, next_day

__all__ = ["files", "generate", "next_day", "remember", "today"]
