"""The explorer at the edge: requests of browsers in, pages out; it asks what the API asks, in the same words."""
