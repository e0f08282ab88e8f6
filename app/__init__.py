"""Summitry: articles in, a queryable record of diplomatic meetings out."""
