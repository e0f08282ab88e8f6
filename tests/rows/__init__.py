"""Tests of tables and calendars."""
