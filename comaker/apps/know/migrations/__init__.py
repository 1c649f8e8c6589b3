"""Migrations of what is known around lines."""
