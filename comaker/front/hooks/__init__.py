"""Web hooks: what changed in the record, told to programs of the parties, in order and nothing left out."""
