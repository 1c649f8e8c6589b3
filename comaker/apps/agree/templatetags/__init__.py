"""Tags of pages about relations."""
