"""Exchange: documents and master data in and out of the record."""
