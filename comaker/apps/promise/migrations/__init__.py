"""Migrations of what people say by hand."""
