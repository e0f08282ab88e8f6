"""Reads articles: the meetings that a text reports, each field with its evidence. No database, no network."""
