"""The embedded database: SQLite in one file, nothing to install."""
