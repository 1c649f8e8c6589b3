"""Match: see from files where every line of a deal stands, without a database."""
