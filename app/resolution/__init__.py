"""Candidates in, decisions out: who and where it is, and whether the meeting is known already. No database."""
