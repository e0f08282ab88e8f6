"""The shapes of all records, for the documentation alone: answers are written by `app.queries` and not validated here.

A test compares what is served with these models.
"""
