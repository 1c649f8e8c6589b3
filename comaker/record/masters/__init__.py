"""Masters: what is stored once of parties, their terms, sites, products, items and stock."""
