"""Comaker: see where every order between two companies stands, and whose turn it is."""

__version__ = "0.1.0"
