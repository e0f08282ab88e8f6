"""The only reader for people outside: filters and a session in, pages of records and single records out."""
