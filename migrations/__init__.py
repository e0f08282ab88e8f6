"""The history of the schema; shipped with the package, run by `app.store.schema.migrate`."""
