"""The words of the trade and their arithmetic; pure Python on the standard library alone."""
