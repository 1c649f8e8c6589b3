"""Steps by which the tables of the record came to be; named, and safe on live data."""
