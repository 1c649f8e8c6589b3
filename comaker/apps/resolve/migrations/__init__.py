"""Migrations of the work on gaps."""
