"""The job that fills the store: inputs in, rows and a report out."""
