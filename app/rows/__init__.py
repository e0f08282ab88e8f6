"""Structured sources, row by row: tables and calendars in, articles that are rows and the meetings in them out."""
