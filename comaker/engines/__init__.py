"""How things are worked out: a problem in, an answer out."""
