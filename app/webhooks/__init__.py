"""Telling others what happens to the record: events in, signed requests to their addresses out."""
