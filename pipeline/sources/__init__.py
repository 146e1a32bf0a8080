"""One module per site or file kind: what to ask for, and how to read one reply. Nothing else knows them."""

SOURCES = __name__
"""Where the registry finds the sources."""
