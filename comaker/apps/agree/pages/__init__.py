"""Pages: whom we deal with, on which terms, who else looks in, and what a visitor sees."""
