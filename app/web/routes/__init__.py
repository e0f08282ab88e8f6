"""The addresses of pages: each parses a request, asks the queries, and fills a template."""
