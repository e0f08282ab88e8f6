"""Measurements that take too long for every test run: `python -m tests.bench.NAME --help`."""
