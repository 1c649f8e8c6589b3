"""The one stored record, and `post`, the only way in."""
