"""Tests of reading the outside world."""
