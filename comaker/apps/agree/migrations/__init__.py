"""Migrations of what two parties agree."""
