"""Ways to the same numbers, each a program of its own: database, count of key results, output."""
