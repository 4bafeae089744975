"""Key results measured from the systems where the work is recorded."""

__version__ = "0.1.0"
