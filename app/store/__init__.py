"""The only writer, and the owner of the tables: decisions in, rows and rendered documents out."""
