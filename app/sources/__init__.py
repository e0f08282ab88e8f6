"""The outside world in, articles out: `catalogue.read` is the way in, one module reads each format."""
