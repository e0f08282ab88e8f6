"""One module for each kind of record: a route parses, asks, shapes."""
