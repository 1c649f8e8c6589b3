"""Know: find a line, speak about it, hear from the person behind it, and see what went wrong and why."""
