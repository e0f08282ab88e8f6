"""Rendered records in, files out: CSV, JSON lines, GeoJSON, calendars, feeds, Parquet; for the API and the command."""
