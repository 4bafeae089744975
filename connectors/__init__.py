"""How to ask: one file per kind of source; the file's name is the `type:` of a connection."""
