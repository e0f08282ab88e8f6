"""HTTP at the edge: requests in, JSON and problem documents out."""
