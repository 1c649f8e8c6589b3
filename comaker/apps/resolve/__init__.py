"""Resolve: people work on gaps: who looks at it, what waits, who is reminded, and what is let pass."""
